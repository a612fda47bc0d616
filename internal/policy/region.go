package policy

// CanonicalRegion is the long name of a region that is given by its old short one; any other text is returned as it is.
// The short names are those of facts/api2-protocol.md.
func CanonicalRegion(name string) string {
	switch name {
	case "gz":
		return "ap-guangzhou"
	case "sh":
		return "ap-shanghai"
	case "bj":
		return "ap-beijing"
	case "cd":
		return "ap-chengdu"
	case "cq":
		return "ap-chongqing"
	case "hk":
		return "ap-hongkong"
	case "sg":
		return "ap-singapore"
	case "th":
		return "ap-bangkok"
	case "kr":
		return "ap-seoul"
	case "jp":
		return "ap-tokyo"
	case "in":
		return "ap-mumbai"
	case "ru":
		return "eu-moscow"
	case "de":
		return "eu-frankfurt"
	case "ca":
		return "na-toronto"
	case "usw":
		return "na-siliconvalley"
	case "use":
		return "na-ashburn"
	case "shjr":
		return "ap-shanghai-fsi"
	case "szjr":
		return "ap-shenzhen-fsi"
	case "gzopen":
		return "ap-guangzhou-open"
	}
	return name
}
