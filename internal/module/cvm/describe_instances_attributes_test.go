package cvm_test

import (
	"testing"

	"github.com/paifang/paifang/internal/module/cvm"
)

func TestDescribeInstancesAttributes(t *testing.T) {
	c := newCloud(t)
	id := c.run(params{"UserData": "IyEvYmluL3No"})
	got := do[cvm.DescribeInstancesAttributesResponse](c, "DescribeInstancesAttributes", v3, params{"Attributes.0": "UserData", "InstanceIds.0": id})
	if len(got.InstanceSet) != 1 || got.InstanceSet[0].InstanceId != id || got.InstanceSet[0].Attributes.UserData != "IyEvYmluL3No" {
		t.Errorf("got %+v", got)
	}
	_, err := c.try("DescribeInstancesAttributes", v3, params{"Attributes.0": "UserData", "InstanceIds.0": "ins-00000000"})
	refused(t, err, 5000, "InvalidInstanceId.NotFound")
	_, err = c.try("DescribeInstancesAttributes", v3, params{"Attributes.0": "Password", "InstanceIds.0": id})
	refused(t, err, 4000, "InvalidParameterValue")
}
