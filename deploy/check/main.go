// Command check reads the files under deploy as those will who run them: manifests as the API server of
// Kubernetes decodes them, compose files by the Compose specification, the dashboard of Grafana against the metrics of a running
// voxpop. It is a module of its own, so that the program depends on none of this.
//
//	go run . ROOT URL   (URL: of the metrics of a voxpop that runs; some have a value only after a cycle, so docs/operations.md counts, too)
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/compose-spec/compose-go/v2/cli"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: check ROOT URL")
		os.Exit(2)
	}
	root := os.Args[1]
	err := errors.Join(manifests(filepath.Join(root, "deploy/kubernetes")), compose(filepath.Join(root, "deploy/docker")), dashboard(root, os.Args[2]))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// manifests decodes every document strictly: an unknown or misspelt field is an error.
func manifests(dir string) error {
	files, err := named(dir, "*.yaml")
	if err != nil {
		return err
	}
	var errs []error
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for reader := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(content))); ; {
			document, err := reader.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err == nil {
				err = manifest(document)
			}
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", name, err))
				break
			}
		}
	}
	return errors.Join(errs...)
}

func manifest(document []byte) error {
	var head struct{ APIVersion, Kind string }
	if err := yaml.Unmarshal(document, &head); err != nil {
		return err
	}
	kinds := map[string]any{
		"v1/ServiceAccount": &corev1.ServiceAccount{}, "v1/ConfigMap": &corev1.ConfigMap{}, "v1/Secret": &corev1.Secret{}, "v1/Service": &corev1.Service{},
		"apps/v1/Deployment": &appsv1.Deployment{}, "policy/v1/PodDisruptionBudget": &policyv1.PodDisruptionBudget{},
	}
	into := kinds[head.APIVersion+"/"+head.Kind]
	if into == nil {
		return fmt.Errorf("nobody checks %s of %s", head.Kind, head.APIVersion)
	}
	if err := yaml.UnmarshalStrict(document, into); err != nil {
		return fmt.Errorf("%s: %w", head.Kind, err)
	}
	return nil
}

func compose(dir string) error {
	files, err := named(dir, "compose*.yaml")
	if err != nil {
		return err
	}
	var errs []error
	for _, name := range files {
		options, err := cli.NewProjectOptions([]string{name}, cli.WithWorkingDirectory(dir))
		if err == nil {
			_, err = options.LoadProject(context.Background())
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	return errors.Join(errs...)
}

// named lists the files of a folder that match a pattern. None is an error: nothing would be checked.
func named(dir, pattern string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, pattern))
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("there is no %s in %s", pattern, dir)
	}
	return files, err
}

var metric = regexp.MustCompile(`\b(?:voxpop|process|go)_[a-z_]+`)

// dashboard compares the metrics that its queries name with those that a program gives out.
func dashboard(root, url string) error {
	name := filepath.Join(root, "deploy/grafana/voxpop.json")
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var board struct {
		Title  string
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(content, &board); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	given, err := metricsOf(url)
	if err != nil {
		return err
	}
	documented, err := os.ReadFile(filepath.Join(root, "docs/operations.md"))
	if err != nil {
		return err
	}
	queries := 0
	for _, p := range board.Panels {
		for _, t := range p.Targets {
			queries++
			for _, m := range metric.FindAllString(t.Expr, -1) {
				if !regexp.MustCompile(`(?m)^`+m+`[ {]`).Match(given) && !regexp.MustCompile("`"+m+"[`{]").Match(documented) {
					return fmt.Errorf("%s: panel %q asks for %s, which voxpop does not give out", name, p.Title, m)
				}
			}
		}
	}
	if queries == 0 {
		return fmt.Errorf("%s asks for nothing", name)
	}
	return nil
}

func metricsOf(url string) ([]byte, error) {
	client := http.Client{Timeout: 10 * time.Second}
	resp, err := client.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, resp.Status)
	}
	return io.ReadAll(resp.Body)
}
