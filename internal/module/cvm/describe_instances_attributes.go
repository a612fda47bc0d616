package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

var errAttribute = catalogue.InvalidParameter.Named("InvalidParameterValue")

// DescribeInstancesAttributes tells what instances were given that lists of them leave out.
var DescribeInstancesAttributes = action.Define(action.Spec{
	Name: "DescribeInstancesAttributes", Doc: "Tells the user data of instances.",
	Domain3: "cvm", Version: version, Rate: 20,
	Refuses: []*catalogue.Condition{errMalformedID, errTooManyIDs, errAttribute, errNoInstance},
}, (*Service).describeInstancesAttributes)

// DescribeInstancesAttributesRequest is the input of DescribeInstancesAttributes.
type DescribeInstancesAttributesRequest struct {
	Attributes  []string `api:"required" doc:"What is asked for: UserData."`
	InstanceIds []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
}

// Check implements action.Checker.
func (r *DescribeInstancesAttributesRequest) Check() error {
	for _, name := range r.Attributes {
		if name != "UserData" {
			return errAttribute.Errorf("Parameter Attributes holds %s; UserData is expected.", param.Quote(name))
		}
	}
	return checkIDs(r.InstanceIds)
}

// DescribeInstancesAttributesResponse is the output of DescribeInstancesAttributes.
type DescribeInstancesAttributesResponse struct {
	InstanceSet []InstanceAttribute
}

// An InstanceAttribute is what one instance has.
type InstanceAttribute struct {
	InstanceId string
	Attributes Attributes
}

// Attributes are the API's Attribute.
type Attributes struct{ UserData string }

func (s *Service) describeInstancesAttributes(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeInstancesAttributesRequest) (*DescribeInstancesAttributesResponse, error) {
	all, err := s.instances(ctx, tx, c, in.InstanceIds)
	if err != nil {
		return nil, err
	}
	out := &DescribeInstancesAttributesResponse{}
	for _, i := range all {
		out.InstanceSet = append(out.InstanceSet, InstanceAttribute{i.ID, Attributes{i.UserData}})
	}
	return out, nil
}
