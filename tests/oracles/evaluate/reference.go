package main

import (
	"context"
	"fmt"
	"net"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"sigs.k8s.io/kube-network-policies/pkg/api"
	"sigs.k8s.io/kube-network-policies/pkg/network"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
)

// reference is the engine of kube-network-policies, set up as its own tests do.
type reference struct {
	pods      podsByAddress
	evaluator *networkpolicy.StandardNetworkPolicy
	engine    *networkpolicy.PolicyEngine
}

// podsByAddress has the pods that are not on their node's network: the others are their nodes to it.
type podsByAddress map[string]*api.PodInfo

// GetPodInfoByIP is how the engine asks for them.
func (pods podsByAddress) GetPodInfoByIP(address string) (*api.PodInfo, bool) {
	one, known := pods[address]
	return one, known
}

func newReference(asked *request) (*reference, error) {
	// Its informers are never started: what they would have seen is put in their stores.
	factory := informers.NewSharedInformerFactory(fake.NewClientset(), 0)
	namespaceInformer := factory.Core().V1().Namespaces()
	podInformer := factory.Core().V1().Pods()
	policyInformer := factory.Networking().V1().NetworkPolicies()

	labels := map[string]map[string]string{}
	for _, one := range asked.Namespaces {
		labels[one.Name] = one.Labels
		stored := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: one.Name, Labels: one.Labels}}
		if err := namespaceInformer.Informer().GetStore().Add(stored); err != nil {
			return nil, err
		}
	}
	pods := podsByAddress{}
	for _, one := range asked.Pods {
		stored := one.object()
		if err := podInformer.Informer().GetStore().Add(stored); err != nil {
			return nil, err
		}
		if one.HostNetwork {
			continue
		}
		for _, address := range one.Addresses {
			name, err := canonical(address)
			if err != nil {
				return nil, err
			}
			pods[name] = api.NewPodInfo(stored, labels[one.Namespace], nil, "")
		}
	}
	for at := range asked.Policies {
		stored := asked.Policies[at].DeepCopy()
		// It takes an empty list for "all", and only an absent one for "none".
		if len(stored.Spec.Ingress) == 0 {
			stored.Spec.Ingress = nil
		}
		if len(stored.Spec.Egress) == 0 {
			stored.Spec.Egress = nil
		}
		if err := policyInformer.Informer().GetStore().Add(stored); err != nil {
			return nil, err
		}
	}
	evaluator := networkpolicy.NewStandardNetworkPolicy("node", namespaceInformer, podInformer, policyInformer)
	return &reference{
		pods:      pods,
		evaluator: evaluator,
		engine:    networkpolicy.NewPolicyEngine(pods, []api.PolicyEvaluator{evaluator}),
	}, nil
}

func (one *pod) object() *corev1.Pod {
	ports := []corev1.ContainerPort{}
	for _, declared := range one.Ports {
		ports = append(ports, corev1.ContainerPort{
			Name: declared.Name, Protocol: declared.Protocol, ContainerPort: int32(declared.Number),
		})
	}
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: one.Namespace, Name: one.Name, Labels: one.Labels},
		Spec: corev1.PodSpec{
			HostNetwork: one.HostNetwork,
			Containers:  []corev1.Container{{Name: "app", Ports: ports}},
		},
	}
}

// evaluate asks each end alone, and holds that against the engine's word on the whole packet.
func (r *reference) evaluate(asked packet) (verdict, error) {
	ctx := context.Background()
	sent := network.Packet{
		SrcIP: net.ParseIP(asked.Source), DstIP: net.ParseIP(asked.Target),
		SrcPort: 40000, DstPort: asked.Port, Proto: asked.Protocol,
	}
	source, target := r.pods[sent.SrcIP.String()], r.pods[sent.DstIP.String()]
	egress, err := r.evaluator.EvaluateEgress(ctx, &sent, source, target)
	if err != nil {
		return verdict{}, err
	}
	ingress, err := r.evaluator.EvaluateIngress(ctx, &sent, source, target)
	if err != nil {
		return verdict{}, err
	}
	said := verdict{Egress: egress != api.VerdictDeny, Ingress: ingress != api.VerdictDeny}
	whole, err := r.engine.EvaluatePacket(ctx, &sent)
	if err == nil && whole != (said.Egress && said.Ingress) {
		err = fmt.Errorf("as a whole it is %t, by its ends %+v", whole, said)
	}
	return said, err
}
