package cloud

import (
	"context"
	"sync"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/later/latersql"
	"github.com/paifang/paifang/internal/module/account"
	"github.com/paifang/paifang/internal/module/account/accountsql"
	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/module/billing/billingsql"
	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/module/cam/camsql"
	"github.com/paifang/paifang/internal/module/cbs"
	"github.com/paifang/paifang/internal/module/cbs/cbssql"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/module/cvm/cvmsql"
	"github.com/paifang/paifang/internal/module/eip"
	"github.com/paifang/paifang/internal/module/eip/eipsql"
	"github.com/paifang/paifang/internal/module/eni"
	"github.com/paifang/paifang/internal/module/eni/enisql"
	"github.com/paifang/paifang/internal/module/image"
	"github.com/paifang/paifang/internal/module/image/imagesql"
	"github.com/paifang/paifang/internal/module/lb"
	"github.com/paifang/paifang/internal/module/lb/lbsql"
	"github.com/paifang/paifang/internal/module/nat"
	"github.com/paifang/paifang/internal/module/nat/natsql"
	"github.com/paifang/paifang/internal/module/securitygroup"
	"github.com/paifang/paifang/internal/module/securitygroup/securitygroupsql"
	"github.com/paifang/paifang/internal/module/ssl"
	"github.com/paifang/paifang/internal/module/ssl/sslsql"
	"github.com/paifang/paifang/internal/module/sts"
	"github.com/paifang/paifang/internal/module/tag"
	"github.com/paifang/paifang/internal/module/tag/tagsql"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/module/vpc/vpcsql"
	"github.com/paifang/paifang/internal/replay/replaysql"
	"github.com/paifang/paifang/internal/seal"
	"github.com/paifang/paifang/internal/settings/settingssql"
)

// schemas are the tables of everything that keeps something.
var schemas = []db.Schema{
	settingssql.Schema, latersql.Schema, replaysql.Schema,
	accountsql.Schema, tagsql.Schema, camsql.Schema, billingsql.Schema, vpcsql.Schema, securitygroupsql.Schema, cvmsql.Schema, cbssql.Schema, eipsql.Schema, imagesql.Schema, lbsql.Schema, sslsql.Schema, natsql.Schema, enisql.Schema,
}

// emptyImage is a database that has the tables and nothing in them, made once a process: a cloud in memory starts from
// it in a few milliseconds. It is nil where it can't be made; then the tables are made anew.
var emptyImage = func() func(ctx context.Context) []byte {
	var once sync.Once
	var image []byte
	return func(ctx context.Context) []byte {
		once.Do(func() {
			d, err := db.Open(ctx, db.Options{})
			if err != nil {
				return
			}
			defer d.Close()
			if d.Migrate(ctx, schemas...) == nil {
				image, _ = d.Snapshot(ctx)
			}
		})
		return image
	}
}()

// Modules are the services behind the actions.
type Modules struct {
	Account       *account.Service
	Tag           *tag.Service
	CAM           *cam.Service
	STS           *sts.Service
	Billing       *billing.Service
	VPC           *vpc.Service
	SecurityGroup *securitygroup.Service
	Image         *image.Service
	CVM           *cvm.Service
	CBS           *cbs.Service
	EIP           *eip.Service
	LB            *lb.Service
	SSL           *ssl.Service
	NAT           *nat.Service
	ENI           *eni.Service
}

// wire makes the modules and gives each what it needs of the others.
func (c *Cloud) wire(box *seal.Box, queue *later.Queue) {
	changed := func() { c.directory.Forget() }
	c.Account = account.New(account.Deps{DB: c.db, Store: accountsql.Store{}, Random: c.random, Changed: changed})
	c.Tag = tag.New(tag.Deps{Store: tagsql.Store{}, Accounts: c.Account})
	c.CAM = cam.New(cam.Deps{DB: c.db, Store: camsql.Store{}, Random: c.random, Box: box, Accounts: c.Account, Uses: c.Journal, Tags: c.Tag, Changed: changed})
	c.Account.Groups = c.CAM
	c.STS = sts.New(sts.Deps{Keys: c.CAM, Roles: c.CAM, MFA: c.CAM, Providers: c.CAM, Accounts: c.Account, Wall: c.wall})
	c.Billing = billing.New(billing.Deps{Store: billingsql.Store{}, Later: queue, Random: c.random, Accounts: c.Account})
	c.VPC = vpc.New(vpc.Deps{Store: vpcsql.Store{}, Random: c.random, Accounts: c.Account, Tags: c.Tag})
	c.SecurityGroup = securitygroup.New(securitygroup.Deps{Store: securitygroupsql.Store{}, Random: c.random, Accounts: c.Account, Tags: c.Tag})
	c.Image = image.New(image.Deps{Store: imagesql.Store{}, Later: queue, Random: c.random, Settings: c.Settings, Accounts: c.Account, Tags: c.Tag})
	c.CVM = cvm.New(cvm.Deps{
		Store: cvmsql.Store{}, Later: queue, Random: c.random, Settings: c.Settings,
		Till: c.Billing, Accounts: c.Account, Networks: c.VPC, Images: images{c.Image}, Groups: c.SecurityGroup, Tags: c.Tag,
	})
	c.CBS = cbs.New(cbs.Deps{
		Store: cbssql.New(), Later: queue, Random: c.random, Settings: c.Settings, Till: c.Billing, Tags: c.Tag, Accounts: c.Account,
		Zones: hosts{c.CVM}, Instances: hosts{c.CVM},
	})
	c.CVM.Disks = c.CBS
	c.SSL = ssl.New(ssl.Deps{Store: sslsql.Store{}, Random: c.random, Box: box, Accounts: c.Account, Tags: c.Tag})
	c.LB = lb.New(lb.Deps{
		Store: lbsql.Store{}, Later: queue, Random: c.random, Settings: c.Settings,
		Till: c.Billing, Accounts: c.Account, Servers: servers{c.CVM}, Networks: networks{c.VPC},
		Zones: zones{c.CVM}, Groups: c.SecurityGroup, Tags: c.Tag, Certificates: certificates{c.SSL},
	})
	c.EIP = eip.New(eip.Deps{
		Store: eipsql.Store{}, Later: queue, Random: c.random, Settings: c.Settings, Till: c.Billing, Accounts: c.Account, Pool: c.VPC, Tags: c.Tag,
		Servers: addressed{c.CVM},
	})
	c.NAT = nat.New(nat.Deps{
		Store: natsql.Store{}, Later: queue, Random: c.random, Settings: c.Settings, Till: c.Billing, Accounts: c.Account,
		Networks: gatewayNetworks{c.VPC}, Addresses: gatewayAddresses{c.EIP}, Tags: c.Tag,
	})
	c.ENI = eni.New(eni.Deps{
		Store: enisql.Store{}, Later: queue, Random: c.random, Settings: c.Settings, Accounts: c.Account,
		Networks: interfaceNetworks{c.VPC}, Servers: interfaceServers{c.CVM}, Groups: c.SecurityGroup, Addresses: interfaceAddresses{c.EIP}, Tags: c.Tag,
	})
	c.EIP.Interfaces, c.EIP.Balancers, c.LB.Addresses = interfaces{c.ENI}, balancers{c.LB}, balancerAddresses{c.EIP}
	c.VPC.Gateways = map[string]vpc.Gateways{"NAT": c.NAT}
	c.SSL.Users = []ssl.Users{c.LB}
	c.CVM.Balancers, c.CVM.Elastic, c.CVM.Interfaces = c.LB, c.EIP, c.ENI
	c.VPC.Zones, c.VPC.Instances, c.VPC.Occupants = inhabitants{c.CVM}, inhabitants{c.CVM}, []vpc.Occupants{balanced{c.LB}, c.NAT}
	c.Image.Instances, c.Image.Snapshots, c.CBS.Images = instances{c.CVM}, pictures{c.CBS}, c.Image
	c.Tag.Resources = owners{c.CVM, c.CBS, c.Image, c.VPC, c.SecurityGroup, c.EIP, c.LB, c.SSL, c.NAT, c.ENI, c.CAM} // of whatever has tags
	c.Billing.Renewals = c.CVM
	c.Billing.Sell(c.CVM, c.CBS, c.EIP, c.LB, c.NAT)
	c.Billing.Handle(c.runner)
	c.CVM.Handle(c.runner)
	c.CBS.Handle(c.runner)
	c.Image.Handle(c.runner)
	c.EIP.Handle(c.runner)
	c.LB.Handle(c.runner)
	c.NAT.Handle(c.runner)
	c.ENI.Handle(c.runner)
}

// actions are those of all modules.
func (c *Cloud) actions() [][]*action.Bound {
	return [][]*action.Bound{
		c.Account.Actions(), c.Tag.Actions(), c.CAM.Actions(), c.STS.Actions(), c.Billing.Actions(), c.VPC.Actions(), c.SecurityGroup.Actions(), c.Image.Actions(), c.CVM.Actions(), c.CBS.Actions(), c.EIP.Actions(), c.LB.Actions(), c.SSL.Actions(), c.NAT.Actions(), c.ENI.Actions(),
	}
}
