package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	sandkeep "runner/gen/sandkeep/v1"
)

const chunkBytes = 256 * 1024

func (r *runner) writeFile(ctx context.Context, s step) (outcome, error) {
	ctx, cancel := deadline(ctx, s)
	defer cancel()
	stream, err := r.files.WriteFile(ctx)
	if err != nil {
		return nil, err
	}
	header := &sandkeep.WriteFileHeader{SandboxId: r.boxes[s.Sandbox].sandbox.Id, Path: s.Path}
	frames := []*sandkeep.WriteFileRequest{{Frame: &sandkeep.WriteFileRequest_Header{Header: header}}}
	data := []byte(strings.Repeat(s.Repeat, s.Times))
	if s.Text != nil {
		data = []byte(*s.Text)
	}
	for start := 0; start < len(data); start += chunkBytes {
		piece := data[start:min(start+chunkBytes, len(data))]
		frames = append(frames, &sandkeep.WriteFileRequest{Frame: &sandkeep.WriteFileRequest_Data{Data: piece}})
	}
	for _, frame := range frames {
		// io.EOF says that there is an answer already.
		if err := stream.Send(frame); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
	}
	answer, err := stream.CloseAndRecv()
	return outcome{"size_bytes": answer.GetEntry().GetSizeBytes()}, err
}

func (r *runner) readFile(ctx context.Context, s step) (outcome, error) {
	ctx, cancel := deadline(ctx, s)
	defer cancel()
	request := &sandkeep.ReadFileRequest{SandboxId: r.boxes[s.Sandbox].sandbox.Id, Path: s.Path}
	stream, err := r.files.ReadFile(ctx, request)
	if err != nil {
		return nil, err
	}
	var data bytes.Buffer
	for {
		frame, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return outcome{"size_bytes": data.Len(), "text": data.String()}, nil
		}
		if err != nil {
			return nil, err
		}
		data.Write(frame.Data)
	}
}
