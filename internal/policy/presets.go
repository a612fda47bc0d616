package policy

import "strings"

// A Preset is a policy that every account finds ready-made.
type Preset struct {
	ID          uint64
	Name        string
	Description string
	Text        string
}

// Document reads the preset's text.
func (p Preset) Document() (*Document, error) { return Parse([]byte(p.Text)) }

// Presets are the ready-made policies in the order of their ids. Names are those of facts/cam-sts.md, 2.3; of the ids
// only those of AdministratorAccess and QcloudSMSFullAccess are known, and the lists of actions are ours where the
// facts do not print them: reads are what begins with the verbs named there.
func Presets() []Preset {
	return []Preset{
		{1, "AdministratorAccess", "Everything, in every service, money and members included.", allowing("*")},
		{2, "ReadOnlyAccess", "Looking at the resources of every service that tells reads from writes.", allowing(reads(
			"account", "batch", "billing", "cam", "cas", "cbs", "ccs", "cdb", "ckafka", "clb", "cos", "cvm", "kms", "monitor",
			"organization", "redis", "scf", "tag", "vpc")...)},
		{3, "QcloudCVMFullAccess", "Everything in cvm; ordering, but not paying.", allowing("cvm:*")},
		{
			4, "QcloudCVMReadOnlyAccess", "Looking at instances, and at the networks and load balancers around them, with their monitoring.",
			allowing(append(reads("cvm", "vpc", "clb"), "monitor:*")...),
		},
		{5, "QcloudCVMInnerReadOnlyAccess", "Looking at instances, and nothing around them.", allowing(reads("cvm")...)},
		{6, "QcloudCBSFullAccess", "Everything about disks and snapshots.", allowing("cbs:*", "cvm:*Disk*", "cvm:*Snapshot*")},
		{7, "QcloudCBSReadOnlyAccess", "Looking at disks and snapshots.", allowing(append(reads("cbs"),
			"cvm:Describe*Disk*", "cvm:Describe*Snapshot*", "cvm:Inquiry*Disk*")...)},
		{8, "QcloudVPCFullAccess", "Everything about networks.", allowing("vpc:*")},
		{9, "QcloudVPCReadOnlyAccess", "Looking at networks.", allowing(reads("vpc")...)},
		{10, "QcloudCLBFullAccess", "Everything about load balancers.", allowing("clb:*")},
		{11, "QcloudCLBReadOnlyAccess", "Looking at load balancers.", allowing(reads("clb")...)},
		{12, "QcloudCamFullAccess", "Everything about users, groups, roles and policies.", allowing("cam:*")},
		{13, "QcloudCamReadOnlyAccess", "Looking at users, groups, roles and policies.", allowing(reads("cam")...)},
		{14, "QcloudSTSFullAccess", "Asking for temporary keys, and assuming any role that trusts the account.", allowing("sts:*")},
		{15, "QcloudTAGFullAccess", "Everything about tags.", allowing("tag:*")},
		{16, "QcloudMonitorFullAccess", "Everything about monitoring.", allowing("monitor:*")},
		{17, "QcloudCOSReadOnlyAccess", "Looking at buckets and reading what is in them.", allowing(reads("cos")...)},
		{219064, "QcloudSMSFullAccess", "Everything about text messages.", allowing("sms:*")},
	}
}

// allowing is the text of a policy that allows these actions on everything.
func allowing(actions ...string) string {
	var b strings.Builder
	b.WriteString(`{"version":"2.0","statement":[{"effect":"allow","action":`)
	printList(&b, actions, func(a string) string { return a })
	b.WriteString(`,"resource":"*"}]}`)
	return b.String()
}

// reads are the actions of the services that change nothing.
func reads(services ...string) []string {
	var actions []string
	for _, s := range services {
		for _, verb := range []string{"Describe*", "Get*", "List*", "Inquiry*", "Head*", "Query*"} {
			actions = append(actions, s+":"+verb)
		}
	}
	return actions
}
