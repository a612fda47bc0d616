// Package region knows the regions by both of their names: the long one (ap-guangzhou) that everything in Paifang uses,
// and the short one (gz) that API 2.0 also takes and its older actions answer with.
package region

import "sort"

// A Region has a long name, a short code and a name to show.
type Region struct {
	Name, Code, Title string
}

// The codes are those of facts/api2-protocol.md §1.1.
var regions = []Region{
	{"ap-guangzhou", "gz", "华南地区(广州)"},
	{"ap-shanghai", "sh", "华东地区(上海)"},
	{"ap-beijing", "bj", "华北地区(北京)"},
	{"ap-chengdu", "cd", "西南地区(成都)"},
	{"ap-chongqing", "cq", "西南地区(重庆)"},
	{"ap-hongkong", "hk", "港澳台地区(中国香港)"},
	{"ap-singapore", "sg", "亚太东南(新加坡)"},
	{"ap-bangkok", "th", "亚太东南(曼谷)"},
	{"ap-mumbai", "in", "亚太南部(孟买)"},
	{"ap-seoul", "kr", "亚太东北(首尔)"},
	{"ap-tokyo", "jp", "亚太东北(东京)"},
	{"eu-frankfurt", "de", "欧洲地区(法兰克福)"},
	{"eu-moscow", "ru", "欧洲地区(莫斯科)"},
	{"na-toronto", "ca", "北美地区(多伦多)"},
	{"na-siliconvalley", "usw", "美国西部(硅谷)"},
	{"na-ashburn", "use", "美国东部(弗吉尼亚)"},
	{"ap-shanghai-fsi", "shjr", "华东地区(上海金融)"},
	{"ap-shenzhen-fsi", "szjr", "华南地区(深圳金融)"},
	{"ap-guangzhou-open", "gzopen", "华南地区(广州Open)"},
}

var byName = func() map[string]Region {
	m := map[string]Region{}
	for _, r := range regions {
		m[r.Name], m[r.Code] = r, r
	}
	return m
}()

// Find is the region of either name.
func Find(name string) (Region, bool) {
	r, ok := byName[name]
	return r, ok
}

// Canonical is the long name of a region of either name, and what it was given for any other text.
func Canonical(name string) string {
	if r, ok := byName[name]; ok {
		return r.Name
	}
	return name
}

// Code is the short code of a region of either name, and what it was given for any other text.
func Code(name string) string {
	if r, ok := byName[name]; ok {
		return r.Code
	}
	return name
}

// All lists the regions, the oldest first.
func All() []Region { return append([]Region(nil), regions...) }

// Names lists the long names, sorted.
func Names() []string {
	names := make([]string, len(regions))
	for i, r := range regions {
		names[i] = r.Name
	}
	sort.Strings(names)
	return names
}
