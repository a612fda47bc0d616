package vpc

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// A Task is what a request has changed, known by the request's id; it is done with the request.
type Task struct{ RequestID, Account, Resource string }

// Did writes down that the request has changed a thing of a network, for those who ask what became of it.
func (s *Service) Did(ctx context.Context, tx store.Tx, c *call.Call, resource string) error {
	return s.Store.AddTask(ctx, tx, Task{RequestID: c.RequestID, Account: c.Caller.Account, Resource: resource})
}

// DescribeVpcTaskResult tells what became of a request.
var DescribeVpcTaskResult = action.Define(action.Spec{
	Name: "DescribeVpcTaskResult", Doc: "Tells what became of a request that changed a NAT gateway or a network interface.", Domain3: "vpc", Version: version,
	Refuses: []*catalogue.Condition{errNotFound},
}, (*Service).describeTask)

// DescribeVpcTaskResultRequest is the input of DescribeVpcTaskResult.
type DescribeVpcTaskResultRequest struct {
	TaskId string `api:"required" doc:"The request's RequestId."`
}

// DescribeVpcTaskResultResponse is the answer of DescribeVpcTaskResult.
type DescribeVpcTaskResultResponse struct {
	Status, Output string
	Result         []TaskDetail
}

// A TaskDetail is what became of one resource.
type TaskDetail struct{ ResourceId, Status string }

func (s *Service) describeTask(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeVpcTaskResultRequest) (*DescribeVpcTaskResultResponse, error) {
	t, err := s.Store.Task(ctx, tx, in.TaskId)
	if err != nil {
		return nil, err
	}
	if t == nil || t.Account != c.Caller.Account {
		return nil, errNotFound.Errorf("The task %.40q does not exist.", in.TaskId)
	}
	return &DescribeVpcTaskResultResponse{Status: "SUCCESS", Output: "{}", Result: []TaskDetail{{t.Resource, "SUCCESS"}}}, nil
}
