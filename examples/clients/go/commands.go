package main

import (
	"context"
	"crypto/rand"
	"fmt"

	sandkeep "example/gen/sandkeep/v1"
)

const greeter = "while read name; do echo hello $name; done; exit 3"

// talk runs a command, sends it a line, reads its answer, ends its input, and says how it ended.
func talk(ctx context.Context, d daemon, sandboxID string) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	// The end of the context leaves a command running; this one has ended by then.
	defer cancel()
	stream, err := d.execs.StreamExec(ctx)
	if err != nil {
		return err
	}
	// Under an exec_id of ours the start can be sent again, and the command can be attached to after the connection broke.
	spec := &sandkeep.ExecSpec{SandboxId: sandboxID, ExecId: rand.Text(), Shell: greeter, OpenStdin: true}
	start := &sandkeep.StreamExecRequest{Message: &sandkeep.StreamExecRequest_Start{Start: spec}}
	input := &sandkeep.StreamExecRequest{Message: &sandkeep.StreamExecRequest_Stdin{Stdin: []byte("ada\n")}}
	for _, message := range []*sandkeep.StreamExecRequest{start, input} {
		if err := stream.Send(message); err != nil {
			return err
		}
	}
	for {
		answer, err := stream.Recv()
		if err != nil {
			return err
		}
		switch message := answer.Message.(type) {
		case *sandkeep.StreamExecResponse_Stdout:
			fmt.Printf("output %q\n", message.Stdout.Data)
			end := &sandkeep.StreamExecRequest_StdinEnd{StdinEnd: &sandkeep.StdinEnd{}}
			if err := stream.Send(&sandkeep.StreamExecRequest{Message: end}); err != nil {
				return err
			}
		case *sandkeep.StreamExecResponse_Exit:
			exit := message.Exit.Exit
			fmt.Printf("command %s with %d\n", exit.Cause, exit.GetExitCode())
			return nil
		}
	}
}
