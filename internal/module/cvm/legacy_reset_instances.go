package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ResetInstances installs an instance anew.
var ResetInstances = action.Define(action.Spec{
	Name: "ResetInstances", Doc: "Installs an instance anew; it runs afterwards.",
	Domain: "cvm", Changes: true,
	Refuses: refusals(reset, errMalformedImage, errNoImage, errImageState, errWindowsKey, errRange, errPassword, errNotCharging, errNotSold, errBalance, errChargeType),
}, (*Service).resetInstances)

// ResetInstancesRequest is the input of ResetInstances.
type ResetInstancesRequest struct {
	InstanceID        string `json:"instanceId" api:"required" touches:"instance" doc:"The instance."`
	ImageType         int64  `json:"imageType" api:"oneof=1 2 3 4,default=2" doc:"1 private, 2 public, 3 market, 4 shared; the image's id tells."`
	ImageID           string `json:"imageId" touches:"image" doc:"What it starts from; the image that it has when left out."`
	Password          string `json:"password" api:"secret" doc:"The password: 8 to 16 characters of two kinds, for Windows 12 to 16 of three."`
	NeedSecurityAgent *int64 `json:"needSecurityAgent" api:"oneof=0 1" doc:"Whether it has the security agent."`
	NeedMonitorAgent  *int64 `json:"needMonitorAgent" api:"oneof=0 1" doc:"Whether it has the monitoring agent."`
	RootSize          int64  `json:"rootSize" api:"min=0,max=50" doc:"The system disk in GB, 20 at least; as it is when left out."`
}

// Check implements action.Checker.
func (r *ResetInstancesRequest) Check() error {
	if r.RootSize != 0 && r.RootSize < 20 {
		return errRange.Errorf("Parameter rootSize is %d; 20 to 50 are expected.", r.RootSize)
	}
	if r.ImageID != "" {
		if err := checkOldImage(r.ImageID); err != nil {
			return err
		}
	}
	if err := checkPassword(r.Password, false, maxOldPassword); err != nil {
		return err
	}
	return checkAnyID(r.InstanceID)
}

// ResetInstancesResponse is the output of ResetInstances.
type ResetInstancesResponse struct {
	// RequestID is the number of the task.
	RequestID int64 `json:"requestId"`
}

func (s *Service) resetInstances(ctx context.Context, tx store.Tx, c *call.Call, in *ResetInstancesRequest) (*ResetInstancesResponse, error) {
	_, err := s.eachOf(ctx, tx, c, []string{in.InstanceID}, func(i *Instance) error {
		if in.NeedSecurityAgent != nil {
			i.Security = *in.NeedSecurityAgent == 1
		}
		if in.NeedMonitorAgent != nil {
			i.Monitoring = *in.NeedMonitorAgent == 1
		}
		return s.reinstall(ctx, tx, c, i, reinstall{image: in.ImageID, password: in.Password, size: in.RootSize, most: maxOldPassword})
	})
	if err != nil {
		return nil, err
	}
	return &ResetInstancesResponse{int64(s.Random.Intn(1 << 30))}, nil
}
