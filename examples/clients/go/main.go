// Command example uses sandkeepd from Go with the code that the ordinary plugins generate from the .proto files.
package main

//go:generate buf generate

import (
	"context"
	"crypto/rand"
	"fmt"
	"log"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	sandkeep "example/gen/sandkeep/v1"
)

const (
	socketVariable = "SANDKEEP_SOCKET"
	defaultSocket  = "/run/sandkeep/sandkeep.sock"
	serviceConfig  = "../../../proto/sandkeep/v1/service_config.json"
	helloPath      = "/mnt/user-data/workspace/hello.txt"
	// A command that starts a container may take long; one that only asks does not.
	createTimeout = 60 * time.Second
	callTimeout   = 10 * time.Second
)

// daemon holds the stubs of the services that the example uses.
type daemon struct {
	sandboxes sandkeep.SandboxServiceClient
	execs     sandkeep.ExecServiceClient
	files     sandkeep.FileServiceClient
	sessions  sandkeep.SessionServiceClient
	events    sandkeep.EventServiceClient
}

func main() {
	connection, err := connect()
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	d := daemon{
		sandboxes: sandkeep.NewSandboxServiceClient(connection),
		execs:     sandkeep.NewExecServiceClient(connection),
		files:     sandkeep.NewFileServiceClient(connection),
		sessions:  sandkeep.NewSessionServiceClient(connection),
		events:    sandkeep.NewEventServiceClient(connection),
	}
	if err := run(context.Background(), d); err != nil {
		log.Fatalf("failed: %s", describe(err))
	}
}

// connect needs no daemon yet: the service config makes every call wait until one is there, and sends again what is safe.
func connect() (*grpc.ClientConn, error) {
	config, err := os.ReadFile(serviceConfig)
	if err != nil {
		return nil, err
	}
	socket := os.Getenv(socketVariable)
	if socket == "" {
		socket = defaultSocket
	}
	return grpc.NewClient(
		"unix:"+socket,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultServiceConfig(string(config)),
	)
}

func run(ctx context.Context, d daemon) error {
	session := &sandkeep.SessionKey{Namespace: "example", Session: "go"}
	sandbox, err := acquire(ctx, d, session)
	if err != nil {
		return err
	}
	watch := &eventWatch{events: d.events, sandboxID: sandbox.Id}
	if err := useSandbox(ctx, d, sandbox, session, watch); err != nil {
		return err
	}
	if err := release(ctx, d, sandbox); err != nil {
		return err
	}
	// A second stream, which begins after the last event of the first.
	reasons, err := watch.read(ctx, 2)
	fmt.Printf("events %v\n", reasons)
	return err
}

func useSandbox(ctx context.Context, d daemon, sandbox *sandkeep.Sandbox, session *sandkeep.SessionKey, watch *eventWatch) error {
	reasons, err := watch.read(ctx, 2)
	if err != nil {
		return err
	}
	fmt.Printf("events %v\n", reasons)
	if err := writeFile(ctx, d, sandbox.Id, helloPath, []byte("hello\n")); err != nil {
		return err
	}
	data, err := readFile(ctx, d, sandbox.Id, helloPath)
	if err != nil {
		return err
	}
	fmt.Printf("file %q\n", data)
	if err := talk(ctx, d, sandbox.Id); err != nil {
		return err
	}
	if err := heartbeat(ctx, d, session); err != nil {
		return err
	}
	// The config gives this namespace one sandbox, so a second one is refused.
	_, refusal := acquire(ctx, d, &sandkeep.SessionKey{Namespace: "example", Session: "go-2"})
	fmt.Printf("refused %s\n", describe(refusal))
	return nil
}

// acquire may be sent again: with the same request_id, the same answer comes.
func acquire(ctx context.Context, d daemon, session *sandkeep.SessionKey) (*sandkeep.Sandbox, error) {
	ctx, cancel := context.WithTimeout(ctx, createTimeout)
	defer cancel()
	answer, err := d.sandboxes.AcquireSandbox(ctx, &sandkeep.AcquireSandboxRequest{
		Session:   session,
		RequestId: rand.Text(),
	})
	if err != nil {
		return nil, err
	}
	fmt.Printf("sandbox %s %s\n", answer.Outcome, answer.Sandbox.State)
	return answer.Sandbox, nil
}

// heartbeat keeps the session for another minute; a program sends one every 20 seconds or so.
func heartbeat(ctx context.Context, d daemon, session *sandkeep.SessionKey) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	answer, err := d.sessions.Heartbeat(ctx, &sandkeep.HeartbeatRequest{
		Session:          session,
		HeartbeatTimeout: seconds(60),
	})
	if err != nil {
		return err
	}
	fmt.Printf("session %s, generation %d\n", answer.State, answer.Generation)
	return nil
}

func release(ctx context.Context, d daemon, sandbox *sandkeep.Sandbox) error {
	ctx, cancel := context.WithTimeout(ctx, createTimeout)
	defer cancel()
	answer, err := d.sandboxes.ReleaseSandbox(ctx, &sandkeep.ReleaseSandboxRequest{
		SandboxId: sandbox.Id,
		Mode:      sandkeep.ReleaseMode_RELEASE_MODE_DESTROY,
		Wait:      true,
		RequestId: rand.Text(),
	})
	if err != nil {
		return err
	}
	fmt.Printf("sandbox %s\n", answer.Sandbox.State)
	return nil
}
