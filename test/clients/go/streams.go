package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	sandkeep "runner/gen/sandkeep/v1"
)

const (
	resumeAttempts = 20
	resumeDelay    = 500 * time.Millisecond
)

// command is one that runs, with what was read of it.
type command struct {
	execs        sandkeep.ExecServiceClient
	stream       sandkeep.ExecService_StreamExecClient
	info         *sandkeep.Exec
	stdout       bytes.Buffer
	stdoutOffset int64
	stderrOffset int64
	isAtOffsets  bool
	outputLost   bool
}

func (r *runner) exec(ctx context.Context, s step) (outcome, error) {
	started := &command{execs: r.execs}
	spec := &sandkeep.ExecSpec{
		SandboxId: r.boxes[s.Sandbox].sandbox.Id,
		ExecId:    rand.Text(),
		Shell:     s.Shell,
		OpenStdin: s.OpenStdin,
	}
	first := &sandkeep.StreamExecRequest{Message: &sandkeep.StreamExecRequest_Start{Start: spec}}
	if err := started.open(ctx, first); err != nil {
		return nil, err
	}
	r.commands[s.As] = started
	return outcome{"has_exec_id": started.info.ExecId != ""}, nil
}

func (c *command) open(ctx context.Context, first *sandkeep.StreamExecRequest) error {
	stream, err := c.execs.StreamExec(ctx)
	if err != nil {
		return err
	}
	if err := stream.Send(first); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	c.stream = stream
	answer, err := stream.Recv()
	if err == nil {
		c.info = answer.GetStarted()
	}
	return err
}

func (c *command) write(data []byte) error {
	return c.stream.Send(&sandkeep.StreamExecRequest{Message: &sandkeep.StreamExecRequest_Stdin{Stdin: data}})
}

func (c *command) endInput() error {
	end := &sandkeep.StreamExecRequest_StdinEnd{StdinEnd: &sandkeep.StdinEnd{}}
	return c.stream.Send(&sandkeep.StreamExecRequest{Message: end})
}

func (c *command) signal(name string) error {
	return c.stream.Send(&sandkeep.StreamExecRequest{Message: &sandkeep.StreamExecRequest_Signal{Signal: name}})
}

func (c *command) readUntil(text string) (outcome, error) {
	for !strings.HasSuffix(c.stdout.String(), text) {
		ended, err := c.readFrame()
		if err != nil {
			return nil, err
		}
		if ended != nil {
			break
		}
	}
	return outcome{"stdout": c.stdout.String()}, nil
}

func (c *command) wait(ctx context.Context) (outcome, error) {
	for attempt := 1; ; {
		ended, err := c.readFrame()
		switch {
		case err != nil:
			if err := c.attach(ctx, err, attempt); err != nil {
				return nil, err
			}
			attempt++
		case ended != nil:
			return c.outcomeOf(ended.Exit), nil
		default:
			attempt = 1
		}
	}
}

func (c *command) outcomeOf(exit *sandkeep.ExecExit) outcome {
	return outcome{
		"stdout":       c.stdout.String(),
		"stdout_bytes": c.stdout.Len(),
		"cause":        short(exit.Cause, "EXEC_CAUSE_"),
		"exit_code":    exit.ExitCode,
		"signal":       exit.Signal,
		"output_lost":  c.outputLost,
	}
}

// readFrame gives the command when it has ended.
func (c *command) readFrame() (*sandkeep.Exec, error) {
	answer, err := c.stream.Recv()
	if errors.Is(err, io.EOF) {
		return nil, status.Error(codes.Unavailable, "the stream ended before the command")
	}
	if err != nil {
		return nil, err
	}
	switch message := answer.Message.(type) {
	case *sandkeep.StreamExecResponse_Stdout:
		c.stdout.Write(message.Stdout.Data)
		c.stdoutOffset = message.Stdout.Offset + int64(len(message.Stdout.Data))
	case *sandkeep.StreamExecResponse_Stderr:
		c.stderrOffset = message.Stderr.Offset + int64(len(message.Stderr.Data))
	case *sandkeep.StreamExecResponse_Exit:
		return message.Exit, nil
	}
	return nil, nil
}

// attach goes on where the output stood, else with what is kept. It returns a failure that ends the command.
func (c *command) attach(ctx context.Context, failure error, attempt int) error {
	again := &sandkeep.AttachExec{SandboxId: c.info.SandboxId, ExecId: c.info.ExecId}
	if c.isAtOffsets && hasReason(failure, "EXEC_OUTPUT_TRIMMED", "EXEC_DETACHED") {
		c.isAtOffsets = false
		c.outputLost = true
	} else {
		if err := waitToResume(failure, attempt); err != nil {
			return err
		}
		c.isAtOffsets = true
		again.StdoutOffset = &c.stdoutOffset
		again.StderrOffset = &c.stderrOffset
	}
	err := c.open(ctx, &sandkeep.StreamExecRequest{Message: &sandkeep.StreamExecRequest_Attach{Attach: again}})
	if err != nil {
		return c.attach(ctx, err, attempt+1)
	}
	return nil
}

// watch follows the events of one sandbox.
type watch struct {
	events  sandkeep.EventServiceClient
	request *sandkeep.WatchEventsRequest
	stream  sandkeep.EventService_WatchEventsClient
}

func (r *runner) watch(ctx context.Context, s step) (outcome, error) {
	begun := &watch{events: r.events, request: &sandkeep.WatchEventsRequest{
		FromStart: s.FromStart,
		Filter:    &sandkeep.EventFilter{SandboxId: r.boxes[s.Sandbox].sandbox.Id},
	}}
	r.watches[s.As] = begun
	return outcome{}, begun.open(ctx)
}

func (w *watch) open(ctx context.Context) error {
	stream, err := w.events.WatchEvents(ctx, w.request)
	if err != nil {
		return err
	}
	w.stream = stream
	frame, err := stream.Recv()
	if err == nil && !w.request.FromStart && w.request.AfterSeq == 0 {
		w.request.AfterSeq = frame.GetReady().GetCurrentSeq()
	}
	return err
}

func (w *watch) read(ctx context.Context, count int) (outcome, error) {
	var reasons []string
	inOrder := true
	for attempt := 1; len(reasons) < count; {
		frame, err := w.stream.Recv()
		for ; err != nil; attempt++ {
			if stop := waitToResume(err, attempt); stop != nil {
				return nil, stop
			}
			if err = w.open(ctx); err == nil {
				frame, err = w.stream.Recv()
			}
		}
		event := frame.GetEvent()
		if event == nil {
			continue
		}
		attempt = 1
		inOrder = inOrder && event.Seq > w.request.AfterSeq
		w.request.AfterSeq = event.Seq
		w.request.FromStart = false
		reasons = append(reasons, event.Reason)
	}
	return outcome{"reasons": strings.Join(reasons, ","), "in_order": inOrder}, nil
}

// waitToResume returns when a stream that broke may be opened again; else it gives what ends it.
func waitToResume(failure error, attempt int) error {
	if status.Code(failure) != codes.Unavailable || attempt >= resumeAttempts {
		return fmt.Errorf("try %d: %w", attempt, failure)
	}
	time.Sleep(resumeDelay)
	return nil
}

func hasReason(failure error, reasons ...string) bool {
	for _, detail := range status.Convert(failure).Details() {
		info, isInfo := detail.(*errdetails.ErrorInfo)
		if !isInfo {
			continue
		}
		for _, reason := range reasons {
			if info.Reason == reason {
				return true
			}
		}
	}
	return false
}
