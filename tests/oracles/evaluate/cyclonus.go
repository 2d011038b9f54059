package main

import (
	"github.com/mattfenwick/cyclonus/pkg/matcher"
	networkingv1 "k8s.io/api/networking/v1"
)

// cyclonus is its matcher. It knows of no addresses of pods, of no nodes, and of ports only the one
// name that it is told.
type cyclonus struct {
	pods   map[string]*cyclonusPod
	policy *matcher.Policy
}

type cyclonusPod struct {
	pod
	peer matcher.InternalPeer
}

func newCyclonus(asked *request) (*cyclonus, error) {
	labels := map[string]map[string]string{}
	for _, one := range asked.Namespaces {
		labels[one.Name] = one.Labels
	}
	pods := map[string]*cyclonusPod{}
	for _, one := range asked.Pods {
		known := &cyclonusPod{pod: one, peer: matcher.InternalPeer{
			Namespace: one.Namespace, NamespaceLabels: labels[one.Namespace], PodLabels: one.Labels,
		}}
		for _, address := range one.Addresses {
			name, err := canonical(address)
			if err != nil {
				return nil, err
			}
			pods[name] = known
		}
	}
	policies := []*networkingv1.NetworkPolicy{}
	for at := range asked.Policies {
		policies = append(policies, &asked.Policies[at])
	}
	return &cyclonus{pods: pods, policy: matcher.BuildNetworkPolicies(false, policies)}, nil
}

// evaluate asks once for each name that the target has for the port: an end lets the packet pass
// where it does so by one of them.
func (c *cyclonus) evaluate(asked packet) (verdict, error) {
	said := verdict{}
	for _, name := range c.names(asked) {
		allowed := c.policy.IsTrafficAllowed(&matcher.Traffic{
			Source: c.end(asked.Source), Destination: c.end(asked.Target),
			ResolvedPort: asked.Port, ResolvedPortName: name, Protocol: asked.Protocol,
		})
		said.Egress = said.Egress || allowed.Egress.IsAllowed()
		said.Ingress = said.Ingress || allowed.Ingress.IsAllowed()
	}
	return said, nil
}

func (c *cyclonus) end(address string) *matcher.TrafficPeer {
	end := &matcher.TrafficPeer{IP: address}
	if known := c.pods[address]; known != nil {
		end.Internal = &known.peer
	}
	return end
}

// names has no name for a port that has none.
func (c *cyclonus) names(asked packet) []string {
	names := []string{}
	if target := c.pods[asked.Target]; target != nil {
		for _, one := range target.Ports {
			if one.Number == asked.Port && one.Protocol == asked.Protocol {
				names = append(names, one.Name)
			}
		}
	}
	if len(names) == 0 {
		names = append(names, "")
	}
	return names
}
