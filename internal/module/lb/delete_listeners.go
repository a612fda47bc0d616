package lb

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DeleteLoadBalancerListeners takes classic listeners away: all that it names, or none.
var DeleteLoadBalancerListeners = action.Define(action.Spec{
	Name: "DeleteLoadBalancerListeners", Doc: "Takes listeners of a classic load balancer away.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind, errNoListener),
}, (*Service).deleteListeners)

// DeleteForwardLBSeventhListeners takes application listeners away: all that it names, or none.
var DeleteForwardLBSeventhListeners = action.Define(action.Spec{
	Name: "DeleteForwardLBSeventhListeners", Doc: "Takes listeners for HTTP and HTTPS of an application load balancer away.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind, errNoListener, errProtocol),
}, (*Service).deleteSeventhListeners)

// DeleteListenersRequest is the input of DeleteLoadBalancerListeners and DeleteForwardLBSeventhListeners.
type DeleteListenersRequest struct {
	LoadBalancerID string   `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerIDs    []string `json:"listenerIds" api:"required,max=50" doc:"The listeners."`
}

func (s *Service) deleteListeners(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteListenersRequest) (*TaskAnswer, error) {
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		if err := b.is(false); err != nil {
			return err
		}
		for _, id := range in.ListenerIDs {
			if err := b.removeListener(id); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) deleteSeventhListeners(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteListenersRequest) (*TaskAnswer, error) {
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		if err := b.is(true); err != nil {
			return err
		}
		for _, id := range in.ListenerIDs {
			if _, err := b.layer(id, HTTP, HTTPS); err != nil {
				return err
			}
			if err := b.removeListener(id); err != nil {
				return err
			}
		}
		return nil
	})
}

// DeleteForwardLBListener takes one application listener away, of whichever protocol.
var DeleteForwardLBListener = action.Define(action.Spec{
	Name: "DeleteForwardLBListener", Doc: "Takes a listener of an application load balancer away.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind, errNoListener),
}, (*Service).deleteForwardListener)

// DeleteForwardListenerRequest is the input of DeleteForwardLBListener.
type DeleteForwardListenerRequest struct {
	LoadBalancerID string `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerID     string `json:"listenerId" api:"required" doc:"The listener."`
}

func (s *Service) deleteForwardListener(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteForwardListenerRequest) (*TaskAnswer, error) {
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		if err := b.is(true); err != nil {
			return err
		}
		return b.removeListener(in.ListenerID)
	})
}
