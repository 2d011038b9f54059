// Command validate says what the API server would say of NetworkPolicies that are created.
//
// It reads requests as JSON lines, {"id": 1, "text": "…"}, and answers each with a line of its own,
// {"id": 1, "objects": [{"strict": […], "errors": […], "warnings": […], "stored": {…}}]}: an entry for
// each YAML document of the text that is not empty, in their order. It takes each document through
// what a server does on create with field validation Strict: strict decoding, defaulting, conversion,
// the strategy's BeforeCreate. Admission, which knows the cluster, is not part of it.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	networkingv1 "k8s.io/api/networking/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	serializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/util/yaml"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/networking"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
)

type request struct {
	ID   int    `json:"id"`
	Text string `json:"text"`
}

type answer struct {
	ID      int       `json:"id"`
	Objects []verdict `json:"objects"`
}

// verdict is what is said of one object. Only one without errors would be created, and without
// strict errors where the client asks for strict decoding, as kubectl does.
type verdict struct {
	Strict   []string `json:"strict"`
	Errors   []cause  `json:"errors"`
	Warnings []string `json:"warnings"`
	// Stored is the object with its defaults; nothing of one that has errors.
	Stored *networkingv1.NetworkPolicy `json:"stored"`
}

type cause struct {
	Field  string `json:"field"`
	Type   string `json:"type"`
	Detail string `json:"detail"`
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
		var one request
		if err := requests.Decode(&one); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("a request: %w", err)
		}
		objects, err := judgeAll(one.Text)
		if err != nil {
			return fmt.Errorf("request %d: %w", one.ID, err)
		}
		if err := answers.Encode(answer{ID: one.ID, Objects: objects}); err != nil {
			return err
		}
		if err := lines.Flush(); err != nil {
			return err
		}
	}
}

func judgeAll(text string) ([]verdict, error) {
	objects := []verdict{}
	documents := yaml.NewYAMLReader(bufio.NewReader(bytes.NewBufferString(text)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, err
		}
		said := judge(document)
		if len(said.Errors) > 0 && isEmpty(document) {
			continue
		}
		objects = append(objects, said)
	}
}

// isEmpty says whether a document holds no object: comments alone, or nothing.
func isEmpty(document []byte) bool {
	raw, err := yaml.ToJSON(document)
	return err == nil && string(raw) == "null"
}

var strict = serializer.NewSerializerWithOptions(
	serializer.DefaultMetaFactory, legacyscheme.Scheme, legacyscheme.Scheme,
	serializer.SerializerOptions{Yaml: true, Strict: true},
)

func judge(document []byte) verdict {
	said := verdict{Strict: []string{}, Errors: []cause{}, Warnings: []string{}}
	object, _, err := strict.Decode(document, nil, nil)
	if unknown, ok := runtime.AsStrictDecodingError(err); ok && object != nil {
		for _, one := range unknown.Errors() {
			said.Strict = append(said.Strict, one.Error())
		}
	} else if err != nil {
		said.Errors = append(said.Errors, cause{Type: "Decoding", Detail: err.Error()})
		return said
	}
	policy, ok := object.(*networkingv1.NetworkPolicy)
	if !ok {
		said.Errors = append(said.Errors, cause{Type: "Decoding", Detail: fmt.Sprintf("a %T", object)})
		return said
	}
	legacyscheme.Scheme.Default(policy)
	var internal networking.NetworkPolicy
	if err := legacyscheme.Scheme.Convert(policy, &internal, nil); err != nil {
		said.Errors = append(said.Errors, cause{Type: "Conversion", Detail: err.Error()})
		return said
	}
	create(&internal, &said)
	if len(said.Errors) == 0 {
		said.Stored = policy
	}
	return said
}

// create says what is said of a request to create the object in the namespace that it names.
func create(policy *networking.NetworkPolicy, said *verdict) {
	if policy.Namespace == "" {
		policy.Namespace = metav1.NamespaceDefault
	}
	if policy.Name == "" && policy.GenerateName != "" {
		policy.Name = networkpolicy.Strategy.GenerateName(policy.GenerateName)
	}
	rest.FillObjectMetaSystemFields(policy)
	ctx := genericapirequest.WithNamespace(context.Background(), policy.Namespace)
	// Declarative validation asks which resource the request is for.
	ctx = genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{
		IsResourceRequest: true,
		Verb:              "create",
		APIGroup:          networkingv1.SchemeGroupVersion.Group,
		APIVersion:        networkingv1.SchemeGroupVersion.Version,
		Resource:          "networkpolicies",
		Namespace:         policy.Namespace,
	})
	ctx = warning.WithWarningRecorder(ctx, recorder{said})
	err := rest.BeforeCreate(networkpolicy.Strategy, ctx, policy)
	if err == nil {
		return
	}
	var status apierrors.APIStatus
	if !errors.As(err, &status) || status.Status().Details == nil {
		said.Errors = append(said.Errors, cause{Type: "Other", Detail: err.Error()})
		return
	}
	for _, one := range status.Status().Details.Causes {
		said.Errors = append(said.Errors, cause{Field: one.Field, Type: string(one.Type), Detail: one.Message})
	}
}

// recorder takes the warnings that a server would send as headers.
type recorder struct{ said *verdict }

func (r recorder) AddWarning(_, text string) {
	r.said.Warnings = append(r.said.Warnings, text)
}
