package image

import "time"

// The public images: a small table of what everybody starts from. Names and kinds are those of the real service's; the
// ids are ours.
var public = []Image{
	linux("img-centos76", 1001, "CentOS 7.6 64位", "CentOS 7.6 64bit", "CentOS"),
	linux("img-centos72", 1002, "CentOS 7.2 64位", "CentOS 7.2 64bit", "CentOS"),
	linux("img-centos79", 1003, "CentOS 7.9 64位", "CentOS 7.9 64bit", "CentOS"),
	linux("img-centos82", 1004, "CentOS 8.2 64位", "CentOS 8.2 64bit", "CentOS"),
	linux("img-ubuntu16", 1011, "Ubuntu Server 16.04.1 LTS 64位", "Ubuntu Server 16.04.1 LTS 64bit", "Ubuntu"),
	linux("img-ubuntu18", 1012, "Ubuntu Server 18.04.1 LTS 64位", "Ubuntu Server 18.04.1 LTS 64bit", "Ubuntu"),
	linux("img-ubuntu20", 1013, "Ubuntu Server 20.04 LTS 64位", "Ubuntu Server 20.04 LTS 64bit", "Ubuntu"),
	linux("img-ubuntu22", 1014, "Ubuntu Server 22.04 LTS 64位", "Ubuntu Server 22.04 LTS 64bit", "Ubuntu"),
	linux("img-debian09", 1021, "Debian 9.0 64位", "Debian 9.0 64bit", "Debian"),
	linux("img-debian11", 1022, "Debian 11.1 64位", "Debian 11.1 64bit", "Debian"),
	linux("img-tencent2", 1031, "TencentOS Server 2.4", "TencentOS Server 2.4", "TencentOS"),
	linux("img-tencent3", 1032, "TencentOS Server 3.1 (TK4)", "TencentOS Server 3.1 (TK4)", "TencentOS"),
	windows("img-win2012r", 1041, "Windows Server 2012 R2 数据中心版 64位中文版", "Windows Server 2012 R2 Datacenter 64bitCN"),
	windows("img-win2016d", 1042, "Windows Server 2016 数据中心版 64位中文版", "Windows Server 2016 Datacenter 64bitCN"),
	windows("img-win2019d", 1043, "Windows Server 2019 数据中心版 64位中文版", "Windows Server 2019 Datacenter 64bitCN"),
}

// publicSince is when the public images were made: a time before any cloud's.
var publicSince = time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)

func linux(id string, number int64, name, os, platform string) Image {
	return Image{
		ID: id, Number: number, Creator: "", Name: name, Description: name, OSName: os, Platform: platform, Architecture: "x86_64",
		SizeGB: 20, State: Normal, CreatedAt: publicSince,
	}
}

func windows(id string, number int64, name, os string) Image {
	i := linux(id, number, name, os, "Windows")
	i.SizeGB = 50
	return i
}
