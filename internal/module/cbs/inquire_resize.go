package cbs

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// InquiryPriceResizeDisk tells what it costs to make a disk larger.
var InquiryPriceResizeDisk = action.Define(spec(action.Spec{
	Name: "InquiryPriceResizeDisk", Doc: "Tells what it costs to make disks larger.", Refuses: moving(expand, errConfig, errSnapshotting, errNoProject, errNoInstance),
}), (*Service).inquiryPriceResizeDisk)

// InquiryPriceResizeDiskRequest is the input of InquiryPriceResizeDisk.
type InquiryPriceResizeDiskRequest struct {
	DiskSize  int64    `api:"required,min=10,max=32000" doc:"GB, in steps of 10 and more than they have."`
	DiskId    string   `touches:"volume" doc:"The disk."`
	DiskIds   []string `touches:"volume" doc:"Several disks, that are paid alike."`
	ProjectId int64    `api:"min=0" doc:"The project."`
}

// Check implements action.Checker.
func (r *InquiryPriceResizeDiskRequest) Check() error {
	if (r.DiskId == "") == (len(r.DiskIds) == 0) {
		return catalogue.MissingParameter.Errorf("Parameters DiskId and DiskIds are both given or both left out; one of them is expected.")
	}
	return checkDisks(r.all())
}

func (r *InquiryPriceResizeDiskRequest) all() []string {
	if r.DiskId != "" {
		return []string{r.DiskId}
	}
	return r.DiskIds
}

// PrepayPriceResponse is the output of inquiries about disks that there are.
type PrepayPriceResponse struct{ DiskPrice PrepayPrice }

func (s *Service) inquiryPriceResizeDisk(ctx context.Context, tx store.Tx, c *call.Call, in *InquiryPriceResizeDiskRequest) (*PrepayPriceResponse, error) {
	if err := s.project(ctx, tx, c, in.ProjectId); err != nil {
		return nil, err
	}
	disks, err := s.disks(ctx, tx, c, in.all())
	if err != nil {
		return nil, err
	}
	var sum money.Amount
	prepaid := false
	for _, d := range disks {
		if err := s.mayGrow(ctx, tx, c, d, in.DiskSize); err != nil {
			return nil, err
		}
		p, ahead, err := s.priceAs(ctx, tx, c, d, func(d *Disk) { d.Size = in.DiskSize })
		if err != nil {
			return nil, err
		}
		prepaid = ahead
		if sum, err = sum.Add(p); err != nil {
			return nil, err
		}
	}
	if prepaid {
		return &PrepayPriceResponse{inAdvance(sum).prepay()}, nil
	}
	return &PrepayPriceResponse{byHour(sum).prepay()}, nil
}

// priceAs is what a changed disk would cost: an hour, or where it has paid time (ahead), the difference for the rest of it.
func (s *Service) priceAs(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, change func(*Disk)) (price money.Amount, ahead bool, err error) {
	next := *d
	change(&next)
	expires := d.Expires
	if !d.Own {
		i, err := s.instance(ctx, tx, c, d.Instance)
		if err != nil {
			return 0, false, err
		}
		expires = i.Expires
	}
	if expires.IsZero() {
		price, err = next.hourly()
		return price, false, err
	}
	next.Expires = expires
	before, err := d.monthly()
	if err != nil {
		return 0, true, err
	}
	after, err := next.monthly()
	if err != nil {
		return 0, true, err
	}
	more, err := after.Sub(before)
	if err != nil {
		return 0, true, err
	}
	price, err = next.rest(more, c.Now)
	return price, true, err
}
