package sdk

import (
	"fmt"
	"testing"

	clb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
)

func lifeOfBalancers(t *testing.T, a access) {
	c := typed(t, a, clb.NewClient)
	made := do(t, c.CreateLoadBalancer, clb.NewCreateLoadBalancerRequest(),
		`{"LoadBalancerType": "OPEN", "Forward": 1, "LoadBalancerName": "front", "Tags": [{"TagKey": "team", "TagValue": "web"}]}`).Response
	id := *made.LoadBalancerIds[0]
	is(t, "Status of the creation", do(t, c.DescribeTaskStatus, clb.NewDescribeTaskStatusRequest(), fmt.Sprintf(`{"TaskId": %q}`, *made.RequestId)).Response.Status, int64(0))

	changed := do(t, c.ModifyLoadBalancerAttributes, clb.NewModifyLoadBalancerAttributesRequest(), fmt.Sprintf(`{"LoadBalancerId": %q, "LoadBalancerName": "back"}`, id)).Response
	is(t, "Status of the change", do(t, c.DescribeTaskStatus, clb.NewDescribeTaskStatusRequest(), fmt.Sprintf(`{"TaskId": %q}`, *changed.RequestId)).Response.Status, int64(0))
	byID := fmt.Sprintf(`{"LoadBalancerIds": [%q]}`, id)
	found := one(t, "LoadBalancerSet", do(t, c.DescribeLoadBalancers, clb.NewDescribeLoadBalancersRequest(), byID).Response.LoadBalancerSet)
	is(t, "LoadBalancerName", found.LoadBalancerName, "back")
	is(t, "LoadBalancerType", found.LoadBalancerType, "OPEN")
	is(t, "Status", found.Status, uint64(1))
	is(t, "the tag's value", one(t, "Tags", found.Tags).TagValue, "web")

	do(t, c.DeleteLoadBalancer, clb.NewDeleteLoadBalancerRequest(), byID)
	refused(t, c.DeleteLoadBalancer, clb.NewDeleteLoadBalancerRequest(), byID, "InvalidParameter.LBIdNotFound")
	is(t, "TotalCount", do(t, c.DescribeLoadBalancers, clb.NewDescribeLoadBalancersRequest(), byID).Response.TotalCount, uint64(0))
}
