package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// ResetInstance installs an instance anew.
var ResetInstance = action.Define(action.Spec{
	Name: "ResetInstance", Doc: "Installs an instance anew; it runs afterwards.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Creates: []string{"systemdisk"},
	Refuses: refusals(reset, errMalformedImage, errNoImage, errMalformedKey, errNoKey, errImageState, errWindowsKey, errRange, errPassword, errCombination,
		errHostName, errUserData, errNotCharging, errBalance, errNotSold, errChargeType),
}, (*Service).resetInstance)

// ResetInstanceRequest is the input of ResetInstance.
type ResetInstanceRequest struct {
	InstanceId      string           `api:"required" touches:"instance" doc:"The instance."`
	ImageId         string           `touches:"image" doc:"What it starts from; the image that it has when left out."`
	SystemDisk      *ResetSystemDisk `doc:"The system disk."`
	LoginSettings   *LoginSettings   `doc:"How to log in."`
	EnhancedService EnhancedService  `doc:"The agents in it."`
	HostName        string           `doc:"The host name."`
	UserData        string           `doc:"What it runs at its first start, in base64."`
}

// A ResetSystemDisk says how large the system disk is to be.
type ResetSystemDisk struct {
	DiskType string `doc:"The kind of disk, which stays as it is."`
	DiskId   string `doc:"The disk, which stays as it is."`
	DiskSize *int64 `api:"min=20,max=2048" doc:"GB."`
	DiskName string `api:"max=128" doc:"Its name."`
}

// Check implements action.Checker.
func (r *ResetInstanceRequest) Check() error {
	if r.ImageId != "" && !imageForm.MatchString(r.ImageId) {
		return errMalformedImage.Errorf("Parameter ImageId is %s; img- and 8 lower-case letters or digits are expected.", param.Quote(r.ImageId))
	}
	b := bought{login: r.LoginSettings}
	for _, err := range []error{checkIDs([]string{r.InstanceId}), checkHostName(r.HostName), checkUserData(r.UserData), b.checkLogin()} {
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) resetInstance(ctx context.Context, tx store.Tx, c *call.Call, in *ResetInstanceRequest) (*Nothing, error) {
	w := reinstall{image: in.ImageId, hostName: in.HostName, userData: in.UserData, most: maxPassword}
	if in.SystemDisk != nil && in.SystemDisk.DiskSize != nil {
		w.size = *in.SystemDisk.DiskSize
	}
	if in.LoginSettings != nil {
		w.password, w.keys = in.LoginSettings.Password, in.LoginSettings.KeyIds
		if in.LoginSettings.KeepImageLogin != "" {
			keep := in.LoginSettings.keepsImageLogin()
			w.keepLogin = &keep
		}
	}
	return s.eachOf(ctx, tx, c, []string{in.InstanceId}, func(i *Instance) error {
		i.Security, i.Monitoring = on(in.EnhancedService.SecurityService.Enabled), on(in.EnhancedService.MonitorService.Enabled)
		return s.reinstall(ctx, tx, c, i, w)
	})
}

// A reinstall is what an instance is to be installed with; what is left out stays.
type reinstall struct {
	image, hostName, userData, password string
	keys                                []string
	// keepLogin is whether the image's own login holds.
	keepLogin *bool
	size      int64
	most      int // the longest password
}

func (s *Service) reinstall(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, w reinstall) error {
	img, err := s.image(ctx, tx, c, orElse(w.image, i.Image))
	if err != nil {
		return err
	}
	for _, id := range w.keys {
		if _, err := s.keyPair(ctx, tx, c.Caller.Account, id); err != nil {
			return err
		}
	}
	if err := i.mayWhileCharged(reset); err != nil {
		return err
	}
	if i.Charge == Spot {
		return errChargeType.Errorf("Instance %s is %s; a spot instance is not installed anew.", i.ID, i.Charge)
	}
	if w.keys != nil || w.password != "" {
		i.Keys, i.KeepImageLogin = w.keys, false
	}
	set(&i.KeepImageLogin, w.keepLogin)
	i.HostName, i.UserData = orElse(w.hostName, i.HostName), orElse(w.userData, i.UserData)
	before := i.System.Size
	if w.size != 0 {
		i.System.Size = w.size
	}
	if err := i.startFrom(img); err != nil {
		return err
	}
	if err := checkPassword(w.password, i.Windows, w.most); err != nil {
		return err
	}
	if size := i.System.Size; size != before {
		err := s.repriced(ctx, tx, c, i, func() error { return s.Disks.Resize(ctx, tx, i.System.ID, size, "", true) })
		if err != nil {
			return err
		}
	}
	return s.move(ctx, tx, i, reset, c.Now, c.RequestID)
}
