package main

import (
	"bytes"
	"context"
	"errors"
	"io"

	sandkeep "example/gen/sandkeep/v1"
)

// The most that one frame of a file may have.
const chunkBytes = 256 * 1024

// writeFile replaces the file when the last frame has come, never in part.
func writeFile(ctx context.Context, d daemon, sandboxID, path string, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	stream, err := d.files.WriteFile(ctx)
	if err != nil {
		return err
	}
	header := &sandkeep.WriteFileHeader{SandboxId: sandboxID, Path: path}
	frames := []*sandkeep.WriteFileRequest{{Frame: &sandkeep.WriteFileRequest_Header{Header: header}}}
	for start := 0; start < len(data); start += chunkBytes {
		piece := data[start:min(start+chunkBytes, len(data))]
		frames = append(frames, &sandkeep.WriteFileRequest{Frame: &sandkeep.WriteFileRequest_Data{Data: piece}})
	}
	for _, frame := range frames {
		// io.EOF says that the daemon has answered early; CloseAndRecv says what.
		if err := stream.Send(frame); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
	_, err = stream.CloseAndRecv()
	return err
}

func readFile(ctx context.Context, d daemon, sandboxID, path string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	stream, err := d.files.ReadFile(ctx, &sandkeep.ReadFileRequest{SandboxId: sandboxID, Path: path})
	if err != nil {
		return nil, err
	}
	var data bytes.Buffer
	for {
		frame, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return data.Bytes(), nil
		}
		if err != nil {
			return nil, err
		}
		data.Write(frame.Data)
	}
}
