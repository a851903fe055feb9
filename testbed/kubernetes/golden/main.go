// Command golden speaks the extender's protocol with kube-scheduler's own types and encoder.
//
//	golden emit FOLDER              writes requests, one file each
//	golden accept filter FILE...    decodes answers as kube-scheduler does; unknown fields are errors
//	golden accept prioritize FILE...
//	golden accept preempt FILE...
//
// It is run inside the module of a Kubernetes release: go run ../golden/main.go emit FOLDER
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	extender "k8s.io/kube-scheduler/extender/v1"
)

func pod(name, uid string) *core.Pod {
	yes := true
	return &core.Pod{
		ObjectMeta: meta.ObjectMeta{
			Name: name, Namespace: "lab", UID: types.UID(uid),
			Labels: map[string]string{"app": "solver"},
			Annotations: map[string]string{
				"podferry.io/clone-of": "source",
				"note":                 "<a href=\"x\">&\u2028\u00fc\U0001F6A2\\ \t\x00 \xff",
			},
			OwnerReferences: []meta.OwnerReference{{
				APIVersion: "apps/v1", Kind: "ReplicaSet", Name: "solver-5d8f", UID: "o-1", Controller: &yes,
			}},
		},
		Spec: core.PodSpec{
			PriorityClassName: "lab-normal",
			Containers: []core.Container{{
				Name: "c", Image: "solver:1",
				Resources: core.ResourceRequirements{
					Requests: core.ResourceList{core.ResourceMemory: resource.MustParse("200Mi")},
					Limits:   core.ResourceList{core.ResourceMemory: resource.MustParse("1Gi")},
				},
			}},
		},
	}
}

func node(name string) core.Node {
	return core.Node{
		ObjectMeta: meta.ObjectMeta{Name: name, Labels: map[string]string{"zone": "a<b"}},
		Status:     core.NodeStatus{Allocatable: core.ResourceList{core.ResourceMemory: resource.MustParse("7Gi")}},
	}
}

func requests() map[string]any {
	names := []string{"n1", "n2", "n3"}
	none := []string{}
	bare := pod("solver", "u-1")
	bare.Annotations, bare.OwnerReferences, bare.Spec.Containers = nil, nil, nil
	return map[string]any{
		"names":       &extender.ExtenderArgs{Pod: pod("solver", "u-1"), NodeNames: &names},
		"nodes":       &extender.ExtenderArgs{Pod: pod("solver", "u-1"), Nodes: &core.NodeList{Items: []core.Node{node("n1"), node("n2")}}},
		"no-names":    &extender.ExtenderArgs{Pod: bare, NodeNames: &none},
		"null-items":  &extender.ExtenderArgs{Pod: bare, Nodes: &core.NodeList{}},
		"null-lists":  &extender.ExtenderArgs{Pod: bare},
		"null-pod":    &extender.ExtenderArgs{NodeNames: &names},
		"preempt": &extender.ExtenderPreemptionArgs{
			Pod: pod("solver", "u-1"),
			NodeNameToVictims: map[string]*extender.Victims{
				"n1": {Pods: []*core.Pod{pod("a", "v-1"), pod("b", "v-2")}, NumPDBViolations: 1},
				"n3": {Pods: []*core.Pod{pod("c", "v-3")}},
			},
		},
		"preempt-meta": &extender.ExtenderPreemptionArgs{
			Pod: pod("solver", "u-1"),
			NodeNameToMetaVictims: map[string]*extender.MetaVictims{
				"n1": {Pods: []*extender.MetaPod{{UID: "v-1"}, {UID: "v-2"}}, NumPDBViolations: 1},
				"n3": {Pods: nil},
			},
		},
	}
}

func emit(folder string) error {
	for name, request := range requests() {
		text, err := json.Marshal(request)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name+".json"), append(text, '\n'), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func accept(verb, file string) error {
	var result any
	switch verb {
	case "filter":
		result = &extender.ExtenderFilterResult{}
	case "prioritize":
		result = &extender.HostPriorityList{}
	case "preempt":
		result = &extender.ExtenderPreemptionResult{}
	default:
		return fmt.Errorf("unknown verb %q", verb)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(result); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

func run(arguments []string) error {
	switch {
	case len(arguments) == 2 && arguments[0] == "emit":
		return emit(arguments[1])
	case len(arguments) > 2 && arguments[0] == "accept":
		for _, file := range arguments[2:] {
			if err := accept(arguments[1], file); err != nil {
				return err
			}
		}
		return nil
	default:
		return fmt.Errorf("usage: golden emit FOLDER | golden accept filter|prioritize|preempt FILE...")
	}
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "golden:", err)
		os.Exit(1)
	}
}
