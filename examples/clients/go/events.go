package main

import (
	"context"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	sandkeep "example/gen/sandkeep/v1"
)

const (
	watchTimeout = 30 * time.Second
	resumeDelay  = 500 * time.Millisecond
)

// eventWatch follows the events of a sandbox from its first one on. It may be left and taken up again, by the number of
// the last event: none is missed, and none comes twice.
type eventWatch struct {
	events    sandkeep.EventServiceClient
	sandboxID string
	lastSeq   int64
}

// read gives the reasons of the next events. It opens another stream when the daemon goes away.
func (w *eventWatch) read(ctx context.Context, count int) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, watchTimeout)
	defer cancel()
	var reasons []string
	for {
		err := w.readStream(ctx, count, &reasons)
		if status.Code(err) != codes.Unavailable {
			return reasons, err
		}
		time.Sleep(resumeDelay)
	}
}

func (w *eventWatch) readStream(ctx context.Context, count int, reasons *[]string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := w.events.WatchEvents(ctx, &sandkeep.WatchEventsRequest{
		AfterSeq:  w.lastSeq,
		FromStart: w.lastSeq == 0,
		Filter:    &sandkeep.EventFilter{SandboxId: w.sandboxID},
	})
	if err != nil {
		return err
	}
	for len(*reasons) < count {
		frame, err := stream.Recv()
		if err != nil {
			return err
		}
		// Other frames say that the watch is set up, or that nothing happened.
		if event := frame.GetEvent(); event != nil {
			w.lastSeq = event.Seq
			*reasons = append(*reasons, event.Reason)
		}
	}
	return nil
}
