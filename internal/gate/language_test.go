package gate_test

import (
	"strings"
	"testing"

	"github.com/paifang/paifang/paifangtest"
)

// A caller of API 3.0 gets the messages that are known in Chinese in Chinese where it asks for that, else in English
// (facts/api3-protocol.md §1.2, §2.3).
func TestLanguages(t *testing.T) {
	c := paifangtest.New(t)
	for language, want := range map[string]string{
		"":      "The SecretId is not found, please ensure that your SecretId is correct.",
		"en-US": "The SecretId is not found, please ensure that your SecretId is correct.",
		"zh-CN": "SecretId不存在，请输入正确的密钥。",
	} {
		a := c.Call3As(paifangtest.Signer{SecretID: "AKIDnobody", SecretKey: "x", Language: language}, "cvm", "2017-03-12", "DescribeZones", nil)
		if a.Message != want {
			t.Errorf("%q: got %q, want %q", language, a.Message, want)
		}
	}
	chinese := paifangtest.Signer{SecretID: c.SecretID, SecretKey: c.SecretKey, Language: "zh-CN"}
	if a := c.Call3As(chinese, "cvm", "2017-03-12", "DescribeZones", map[string]any{"Colour": "red"}); !strings.HasPrefix(a.Message, "未定义参数") {
		t.Errorf("an unknown parameter: got %q", a.Message)
	}
	if a := c.Call3As(chinese, "cvm", "2017-03-12", "RunInstances", nil); !strings.HasPrefix(a.Message, "The request is missing") {
		t.Errorf("what is not known in Chinese: got %q", a.Message)
	}
}
