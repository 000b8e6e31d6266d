// Command runner runs the scenario by the code that protoc-gen-go and protoc-gen-go-grpc generate. See ../README.md.
package main

//go:generate buf generate

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"
)

type outcome map[string]any

type step struct {
	Call               string
	As                 string
	Expect             map[string]any
	Session            string
	Sessions           []string
	Namespace          string
	Template           string
	RequestID          string  `json:"request_id"`
	ReuseOnly          bool    `json:"reuse_only"`
	TimeoutS           float64 `json:"timeout_s"`
	AfterS             float64 `json:"after_s"`
	Sandbox            string
	SandboxID          string `json:"sandbox_id"`
	To                 string
	Argv               []string
	Shell              string
	Stdin              string
	StdinBytes         int  `json:"stdin_bytes"`
	OpenStdin          bool `json:"open_stdin"`
	Command            string
	Text               *string
	Signal             string
	Path               string
	Repeat             string
	Times              int
	ExpectedGeneration int64    `json:"expected_generation"`
	HeartbeatTimeoutS  *float64 `json:"heartbeat_timeout_s"`
	FromStart          bool     `json:"from_start"`
	Watch              string
	Count              int
	Do                 string
}

type scenario struct {
	Cases []struct {
		Name  string
		Steps []step
	}
}

func main() {
	text, err := os.ReadFile(os.Getenv("SANDKEEP_SCENARIO"))
	if err != nil {
		log.Fatal(err)
	}
	var all scenario
	if err := json.Unmarshal(text, &all); err != nil {
		log.Fatal(err)
	}
	r, err := newRunner()
	if err != nil {
		log.Fatal(err)
	}
	for _, one := range all.Cases {
		for index, step := range one.Steps {
			seen, err := r.run(context.Background(), step)
			if err != nil {
				seen = outcomeOfFailure(err)
			}
			fmt.Printf("%s\t%d\t%s\t%s\n", one.Name, index+1, step.Call, shown(seen, step.Expect))
		}
	}
}

// shown is what the step expects to be told, by name.
func shown(seen outcome, expect map[string]any) string {
	parts := []string{}
	for _, key := range slices.Sorted(maps.Keys(expect)) {
		value, err := json.Marshal(seen[key])
		if err != nil {
			log.Fatal(err)
		}
		parts = append(parts, key+"="+string(value))
	}
	return strings.Join(parts, " ")
}
