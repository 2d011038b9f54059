// Command evaluate asks two engines whether NetworkPolicies let packets through: the one of
// kube-network-policies, which is Kubernetes' reference, and cyclonus' matcher.
//
// It reads requests as JSON lines: a cluster, policies and packets. It answers each with a line of its
// own that has, for each engine, an entry for each packet: whether it may leave its source, and
// whether it may reach its target.
//
// Policies are as a server stores them: valid, their defaults filled in. Ends are told by their
// addresses; one that no pod has is outside the cluster.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

type request struct {
	ID         int                          `json:"id"`
	Namespaces []namespace                  `json:"namespaces"`
	Pods       []pod                        `json:"pods"`
	Policies   []networkingv1.NetworkPolicy `json:"policies"`
	Packets    []packet                     `json:"packets"`
}

// namespace has the label of its name among the others.
type namespace struct {
	Name   string            `json:"name"`
	Labels map[string]string `json:"labels"`
}

type pod struct {
	Namespace   string            `json:"namespace"`
	Name        string            `json:"name"`
	Labels      map[string]string `json:"labels"`
	Addresses   []string          `json:"addresses"`
	HostNetwork bool              `json:"hostNetwork"`
	Ports       []port            `json:"ports"`
}

// port is one that a container of the pod declares.
type port struct {
	Name     string          `json:"name"`
	Protocol corev1.Protocol `json:"protocol"`
	Number   int             `json:"number"`
}

type packet struct {
	Source   string          `json:"source"`
	Target   string          `json:"target"`
	Protocol corev1.Protocol `json:"protocol"`
	Port     int             `json:"port"`
}

type answer struct {
	ID                  int       `json:"id"`
	KubeNetworkPolicies []verdict `json:"kube-network-policies"`
	Cyclonus            []verdict `json:"cyclonus"`
}

// verdict is what the policies of each end say.
type verdict struct {
	Egress  bool `json:"egress"`
	Ingress bool `json:"ingress"`
}

// An engine knows one cluster and its policies.
type engine interface {
	evaluate(packet) (verdict, error)
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve answers until the input ends. What is not a request ends it, too.
func serve(in io.Reader, out io.Writer) error {
	requests := json.NewDecoder(bufio.NewReader(in))
	lines := bufio.NewWriter(out)
	answers := json.NewEncoder(lines)
	for {
		var asked request
		if err := requests.Decode(&asked); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("a request: %w", err)
		}
		said, err := evaluate(&asked)
		if err != nil {
			return fmt.Errorf("request %d: %w", asked.ID, err)
		}
		if err := answers.Encode(said); err != nil {
			return err
		}
		if err := lines.Flush(); err != nil {
			return err
		}
	}
}

func evaluate(asked *request) (answer, error) {
	said := answer{ID: asked.ID}
	for at := range asked.Packets {
		for _, end := range []*string{&asked.Packets[at].Source, &asked.Packets[at].Target} {
			name, err := canonical(*end)
			if err != nil {
				return said, err
			}
			*end = name
		}
	}
	reference, err := newReference(asked)
	if err != nil {
		return said, err
	}
	if said.KubeNetworkPolicies, err = verdicts(reference, asked.Packets); err != nil {
		return said, err
	}
	other, err := newCyclonus(asked)
	if err != nil {
		return said, err
	}
	said.Cyclonus, err = verdicts(other, asked.Packets)
	return said, err
}

func verdicts(of engine, packets []packet) ([]verdict, error) {
	all := make([]verdict, 0, len(packets))
	for _, one := range packets {
		said, err := of.evaluate(one)
		if err != nil {
			return nil, fmt.Errorf("%+v: %w", one, err)
		}
		all = append(all, said)
	}
	return all, nil
}

// canonical is how Go writes an address, by which ends are known.
func canonical(address string) (string, error) {
	parsed := net.ParseIP(address)
	if parsed == nil {
		return "", fmt.Errorf("no address: %q", address)
	}
	return parsed.String(), nil
}
