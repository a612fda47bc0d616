package securitygroup_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/securitygroup"
)

// template makes a template of a noun (Address, AddressTemplate… is made of it) and returns its id.
func (c *cloud) template(noun, members string, values ...string) string {
	c.t.Helper()
	kind := noun + "Template"
	if strings.HasSuffix(members, "Ids") {
		kind += "Group"
	}
	params := p{kind + "Name": "t"}
	for n, v := range values {
		params[members+"."+itoa(n)] = v
	}
	out, err := c.try("Create"+kind, params)
	if err != nil {
		c.t.Fatalf("Create%s: %v", kind, err)
	}
	return reflect.ValueOf(out).Elem().FieldByName(kind).FieldByName(kind + "Id").String()
}

func TestTemplatesOfAddresses(t *testing.T) {
	c := newCloud(t)
	made := do[securitygroup.CreateAddressTemplateResponse](c, "CreateAddressTemplate", p{
		"AddressTemplateName": "office", "AddressesExtra.0.Address": "10.0.0.1-10.0.0.9", "AddressesExtra.0.Description": "desks", "AddressesExtra.1.Address": "2001:db8::/32",
		"Tags.0.Key": "k", "Tags.0.Value": "v",
	}).AddressTemplate
	time := "2024-05-02 04:30:01"
	want := securitygroup.AddressTemplateItems{
		AddressTemplateName: "office", AddressTemplateId: made.AddressTemplateId, AddressSet: []string{"10.0.0.1-10.0.0.9", "2001:db8::/32"}, CreatedTime: time, UpdatedTime: time,
		AddressExtraSet: []securitygroup.AddressInfo{{Address: "10.0.0.1-10.0.0.9", Description: "desks", UpdatedTime: time}, {Address: "2001:db8::/32", UpdatedTime: time}},
		TagSet:          made.TagSet,
	}
	if diff := cmp.Diff(want, made); diff != "" || len(made.TagSet) != 1 {
		t.Errorf("(-want +got):\n%s", diff)
	}
	do[nothing](c, "ModifyAddressTemplateAttribute", p{"AddressTemplateId": made.AddressTemplateId, "Addresses.0": "10.0.0.0/8"})
	second := c.template("Address", "Addresses", "10.0.0.0/8", "10.0.0.1")
	for _, x := range []struct {
		params p
		want   []string
	}{
		{nil, []string{second, made.AddressTemplateId}},
		{p{"OrderField": "CreatedTime", "OrderDirection": "ASC"}, []string{made.AddressTemplateId, second}},
		{p{"OrderField": "UpdateTime", "OrderDirection": "DESC"}, []string{second, made.AddressTemplateId}},
		{p{"Limit": "1", "Offset": "1"}, []string{made.AddressTemplateId}},
		{filter("address-template-id", second), []string{second}},
		{filter("address-template-name", "office"), []string{made.AddressTemplateId}},
		{filter("address-ip", "10.0.0.1"), []string{second}},
		{filter("tag:k", "v"), []string{made.AddressTemplateId}},
		{filter("address-template-id", "ipm-nowhere1"), nil},
	} {
		var got []string
		for _, i := range do[securitygroup.DescribeAddressTemplatesResponse](c, "DescribeAddressTemplates", x.params).AddressTemplateSet {
			got = append(got, i.AddressTemplateId)
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", x.params, diff)
		}
	}
	sorted := do[securitygroup.DescribeAddressTemplatesResponse](c, "DescribeAddressTemplates", filter("address-template-id", second).with(p{"MemberOrderField": "Address", "MemberOrderDirection": "DESC"}))
	if diff := cmp.Diff([]string{"10.0.0.1", "10.0.0.0/8"}, sorted.AddressTemplateSet[0].AddressSet); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
}

func filter(name, value string) p { return p{"Filters.0.Name": name, "Filters.0.Values.0": value} }

func TestTemplatesOfServicesAndGroups(t *testing.T) {
	c := newCloud(t)
	web, dns := c.template("Service", "Services", "tcp:80,443", "tcp:8000-8010"), c.template("Service", "Services", "udp:53", "ICMP", "tcp:ALL", "gre")
	group := c.template("Service", "ServiceTemplateIds", web, dns)
	got := do[securitygroup.DescribeServiceTemplateGroupsResponse](c, "DescribeServiceTemplateGroups", filter("service-template-group-id", group))
	if got.TotalCount != 1 || len(got.ServiceTemplateGroupSet[0].ServiceTemplateSet) != 2 || got.ServiceTemplateGroupSet[0].ServiceTemplateSet[1].ServiceSet[0] != "udp:53" {
		t.Errorf("got %v", got)
	}
	do[nothing](c, "ModifyServiceTemplateGroupAttribute", p{"ServiceTemplateGroupId": group, "ServiceTemplateGroupName": "g", "ServiceTemplateIds.0": web})
	do[nothing](c, "ModifyServiceTemplateAttribute", p{"ServiceTemplateId": dns, "ServicesExtra.0.Service": "udp:5353", "ServicesExtra.0.Description": "mdns"})
	services := do[securitygroup.DescribeServiceTemplatesResponse](c, "DescribeServiceTemplates", filter("service-port", "udp:5353"))
	if services.TotalCount != 1 || services.ServiceTemplateSet[0].ServiceExtraSet[0].Description != "mdns" {
		t.Errorf("got %v", services)
	}
	ipm := c.template("Address", "Addresses", "10.0.0.1")
	ipmg := c.template("Address", "AddressTemplateIds", ipm)
	do[nothing](c, "ModifyAddressTemplateGroupAttribute", p{"AddressTemplateGroupId": ipmg, "AddressTemplateGroupName": "all"})
	groups := do[securitygroup.DescribeAddressTemplateGroupsResponse](c, "DescribeAddressTemplateGroups", filter("address-template-group-name", "all"))
	if groups.TotalCount != 1 || groups.AddressTemplateGroupSet[0].AddressTemplateSet[0].AddressTemplateId != ipm {
		t.Errorf("got %v", groups)
	}

	// What is named stays, whoever names it.
	rules := c.group("g", p{"AddressTemplate.AddressGroupId": ipmg, "ServiceTemplate.ServiceGroupId": group, "Action": "DROP"})
	for name, id := range map[string]string{"AddressTemplate": ipm, "AddressTemplateGroup": ipmg, "ServiceTemplate": web, "ServiceTemplateGroup": group} {
		c.refuses("Delete"+name, p{name + "Id": id}, catalogue.OperationFailed, "ResourceInUse")
	}
	do[nothing](c, "DeleteSecurityGroup", p{"SecurityGroupId": rules})
	for _, x := range [][2]string{{"AddressTemplateGroup", ipmg}, {"AddressTemplate", ipm}, {"ServiceTemplateGroup", group}, {"ServiceTemplate", web}, {"ServiceTemplate", dns}} {
		do[nothing](c, "Delete"+x[0], p{x[0] + "Id": x[1]})
		c.refuses("Delete"+x[0], p{x[0] + "Id": x[1]}, catalogue.NotFound, "ResourceNotFound")
	}
}

func TestTemplatesAreRefusedForEachReason(t *testing.T) {
	c := newCloud(t)
	ipm, ppm := c.template("Address", "Addresses", "10.0.0.1"), c.template("Service", "Services", "tcp:80")
	for _, x := range []struct {
		action string
		params p
		name   string
	}{
		{"CreateAddressTemplate", p{"AddressTemplateName": "n"}, "InvalidParameterValue.Empty"},
		{"CreateAddressTemplate", p{"AddressTemplateName": "n", "Addresses.0": "10.0.0.1", "AddressesExtra.0.Address": "10.0.0.2"}, "InvalidParameter.Coexist"},
		{"CreateAddressTemplate", p{"AddressTemplateName": "n", "Addresses.0": "10.0.0.1", "Addresses.1": "10.0.0.1"}, "InvalidParameterValue.Duplicate"},
		{"CreateAddressTemplate", p{"AddressTemplateName": "n", "Addresses.0": "office"}, "InvalidParameterValue"},
		{"CreateAddressTemplate", p{"AddressTemplateName": "n", "Addresses.0": "10.0.0.9-10.0.0.1"}, "InvalidParameterValue"},
		{"CreateAddressTemplate", p{"AddressTemplateName": "n", "Addresses.0": "10.0.0.1-::1"}, "InvalidParameterValue"},
		{"CreateAddressTemplate", p{"AddressTemplateName": strings.Repeat("n", 61), "Addresses.0": "10.0.0.1"}, "InvalidParameterValue.TooLong"},
		{"CreateAddressTemplate", p{"AddressTemplateName": "n", "AddressesExtra.0.Address": "10.0.0.1", "AddressesExtra.0.Description": strings.Repeat("d", 101)}, "InvalidParameterValue.TooLong"},
		{"CreateServiceTemplate", p{"ServiceTemplateName": "n"}, "InvalidParameterValue.Empty"},
		{"CreateServiceTemplate", p{"ServiceTemplateName": "n", "Services.0": "tcp"}, "InvalidParameterValue"},
		{"CreateServiceTemplate", p{"ServiceTemplateName": "n", "Services.0": "icmp:80"}, "InvalidParameterValue"},
		{"CreateServiceTemplate", p{"ServiceTemplateName": "n", "Services.0": "sctp:80"}, "InvalidParameterValue"},
		{"CreateAddressTemplateGroup", p{"AddressTemplateGroupName": "n", "AddressTemplateIds.0": ppm}, "InvalidParameterValue.Malformed"},
		{"CreateServiceTemplateGroup", p{"ServiceTemplateGroupName": "n", "ServiceTemplateIds.0": ipm}, "InvalidParameterValue.Malformed"},
		{"ModifyAddressTemplateAttribute", p{"AddressTemplateId": ppm}, "InvalidParameterValue.Malformed"},
		{"ModifyServiceTemplateAttribute", p{"ServiceTemplateId": ppm, "Services.0": "x"}, "InvalidParameterValue"},
		{"DeleteServiceTemplate", p{"ServiceTemplateId": ipm}, "InvalidParameterValue.Malformed"},
		{"DescribeServiceTemplates", filter("color", "x"), "InvalidParameter.FilterInvalidKey"},
		{"DescribeServiceTemplateGroups", p{"Limit": "0"}, "InvalidParameterValue.Range"},
	} {
		c.refuses(x.action, x.params, catalogue.InvalidParameter, x.name)
	}
	for _, x := range []struct {
		action string
		params p
	}{
		{"CreateAddressTemplateGroup", p{"AddressTemplateGroupName": "n", "AddressTemplateIds.0": "ipm-nowhere1"}},
		{"CreateServiceTemplateGroup", p{"ServiceTemplateGroupName": "n", "ServiceTemplateIds.0": "ppm-nowhere1"}},
		{"ModifyAddressTemplateAttribute", p{"AddressTemplateId": "ipm-nowhere1"}},
		{"ModifyAddressTemplateGroupAttribute", p{"AddressTemplateGroupId": "ipmg-nowhere1"}},
		{"ModifyServiceTemplateAttribute", p{"ServiceTemplateId": "ppm-nowhere1"}},
		{"ModifyServiceTemplateGroupAttribute", p{"ServiceTemplateGroupId": "ppmg-nowhere1"}},
	} {
		c.refuses(x.action, x.params, catalogue.NotFound, "ResourceNotFound")
	}
	c.quotas["securitygroup.members"], c.quotas["securitygroup.group_members"] = 0, 0
	c.refuses("CreateAddressTemplate", p{"AddressTemplateName": "n", "Addresses.0": "10.0.0.1"}, catalogue.LimitExceeded, "LimitExceeded")
	c.refuses("CreateServiceTemplate", p{"ServiceTemplateName": "n", "Services.0": "tcp:80"}, catalogue.LimitExceeded, "LimitExceeded")
	c.refuses("CreateAddressTemplateGroup", p{"AddressTemplateGroupName": "n", "AddressTemplateIds.0": ipm}, catalogue.LimitExceeded, "LimitExceeded")
	c.refuses("ModifyServiceTemplateAttribute", p{"ServiceTemplateId": ppm, "Services.0": "tcp:81"}, catalogue.LimitExceeded, "LimitExceeded")
}
