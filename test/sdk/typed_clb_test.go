package sdk

import (
	"fmt"
	"testing"

	clb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
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

func lifeOfListeners(t *testing.T, a access) {
	c := typed(t, a, clb.NewClient)
	balancer := *do(t, c.CreateLoadBalancer, clb.NewCreateLoadBalancerRequest(), `{"LoadBalancerType": "OPEN", "Forward": 1, "LoadBalancerName": "front"}`).Response.LoadBalancerIds[0]
	instance := launch(t, typed(t, a, cvm.NewClient))
	id := *one(t, "ListenerIds", do(t, c.CreateListener, clb.NewCreateListenerRequest(),
		fmt.Sprintf(`{"LoadBalancerId": %q, "Ports": [80], "Protocol": "HTTP", "ListenerNames": ["web"]}`, balancer)).Response.ListenerIds)
	byID := fmt.Sprintf(`"LoadBalancerId": %q, "ListenerId": %q`, balancer, id)
	refused(t, c.CreateListener, clb.NewCreateListenerRequest(), fmt.Sprintf(`{"LoadBalancerId": %q, "Ports": [80], "Protocol": "HTTP"}`, balancer), "InvalidParameter.PortCheckFailed")

	do(t, c.ModifyListener, clb.NewModifyListenerRequest(), `{`+byID+`, "ListenerName": "api"}`)
	do(t, c.CreateRule, clb.NewCreateRuleRequest(), `{`+byID+`, "Rules": [{"Domain": "www.example.com", "Url": "/"}]}`)
	found := one(t, "Listeners", do(t, c.DescribeListeners, clb.NewDescribeListenersRequest(), fmt.Sprintf(`{"LoadBalancerId": %q, "ListenerIds": [%q]}`, balancer, id)).Response.Listeners)
	is(t, "ListenerName", found.ListenerName, "api")
	is(t, "Port", found.Port, int64(80))
	rule := one(t, "Rules", found.Rules)
	is(t, "Domain", rule.Domain, "www.example.com")

	toRule := fmt.Sprintf(`{%s, "LocationId": %q, "Targets": [{"InstanceId": %q, "Port": 8080, "Weight": 20}]}`, byID, *rule.LocationId, instance)
	do(t, c.RegisterTargets, clb.NewRegisterTargetsRequest(), toRule)
	served := one(t, "Listeners", do(t, c.DescribeTargets, clb.NewDescribeTargetsRequest(), fmt.Sprintf(`{"LoadBalancerId": %q}`, balancer)).Response.Listeners)
	target := one(t, "Targets", one(t, "Rules", served.Rules).Targets)
	is(t, "InstanceId", target.InstanceId, instance)
	is(t, "Weight", target.Weight, int64(20))
	do(t, c.DeregisterTargets, clb.NewDeregisterTargetsRequest(), toRule)

	do(t, c.DeleteListener, clb.NewDeleteListenerRequest(), `{`+byID+`}`)
	refused(t, c.DeleteListener, clb.NewDeleteListenerRequest(), `{`+byID+`}`, "InvalidParameter.ListenerIdNotFound")
	do(t, c.DeleteLoadBalancer, clb.NewDeleteLoadBalancerRequest(), fmt.Sprintf(`{"LoadBalancerIds": [%q]}`, balancer))
}
