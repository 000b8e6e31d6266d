package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/durationpb"

	sandkeep "runner/gen/sandkeep/v1"
)

const longestCallS = 60

// box is a sandbox under its name in the scenario, as an answer told of it.
type box struct {
	sandbox *sandkeep.Sandbox
	outcome string
	url     string
}

type runner struct {
	prefix    string
	sandboxes sandkeep.SandboxServiceClient
	execs     sandkeep.ExecServiceClient
	files     sandkeep.FileServiceClient
	sessions  sandkeep.SessionServiceClient
	events    sandkeep.EventServiceClient
	future    sandkeep.SandboxServiceClient
	boxes     map[string]box
	commands  map[string]*command
	watches   map[string]*watch
	answers   *bufio.Reader
}

func newRunner() (*runner, error) {
	connection, err := connect("SANDKEEP_SOCKET")
	if err != nil {
		return nil, err
	}
	future, err := connect("SANDKEEP_FUTURE_SOCKET")
	if err != nil {
		return nil, err
	}
	return &runner{
		prefix:    os.Getenv("SANDKEEP_CLIENT") + "-",
		sandboxes: sandkeep.NewSandboxServiceClient(connection),
		execs:     sandkeep.NewExecServiceClient(connection),
		files:     sandkeep.NewFileServiceClient(connection),
		sessions:  sandkeep.NewSessionServiceClient(connection),
		events:    sandkeep.NewEventServiceClient(connection),
		future:    sandkeep.NewSandboxServiceClient(future),
		boxes:     map[string]box{},
		commands:  map[string]*command{},
		watches:   map[string]*watch{},
		answers:   bufio.NewReader(os.Stdin),
	}, nil
}

func connect(variable string) (*grpc.ClientConn, error) {
	config, err := os.ReadFile(os.Getenv("SANDKEEP_SERVICE_CONFIG"))
	if err != nil {
		return nil, err
	}
	return grpc.NewClient(
		"unix:"+os.Getenv(variable),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultServiceConfig(string(config)),
	)
}

func (r *runner) run(ctx context.Context, s step) (outcome, error) {
	switch s.Call {
	case "acquire":
		return r.acquire(ctx, s)
	case "acquire_cancelled":
		return r.acquireCancelled(ctx, s)
	case "get":
		return r.get(ctx, r.sandboxes, s)
	case "future_get":
		return r.get(ctx, r.future, s)
	case "change":
		return r.change(ctx, s)
	case "release":
		return r.release(ctx, s)
	case "run":
		return r.runCommand(ctx, s)
	case "exec":
		return r.exec(ctx, s)
	case "exec_write":
		return outcome{}, r.commands[s.Command].write([]byte(*s.Text))
	case "exec_end_input":
		return outcome{}, r.commands[s.Command].endInput()
	case "exec_signal":
		return outcome{}, r.commands[s.Command].signal(s.Signal)
	case "exec_read_until":
		return r.commands[s.Command].readUntil(*s.Text)
	case "exec_wait":
		return r.commands[s.Command].wait(ctx)
	case "write_file":
		return r.writeFile(ctx, s)
	case "read_file":
		return r.readFile(ctx, s)
	case "heartbeat":
		return r.heartbeat(ctx, s)
	case "watch":
		return r.watch(ctx, s)
	case "watch_read":
		return r.watches[s.Watch].read(ctx, s.Count)
	case "parallel":
		return r.parallel(ctx, s)
	case "control":
		fmt.Printf("control\t%s\n", s.Do)
		_, err := r.answers.ReadString('\n')
		return outcome{}, err
	}
	return nil, fmt.Errorf("no call is called %q", s.Call)
}

func (r *runner) acquire(ctx context.Context, s step) (outcome, error) {
	found, err := r.acquireBox(ctx, s, s.Session)
	if err != nil {
		return nil, err
	}
	r.keep(s, found)
	return r.outcomeOfBox(found), nil
}

func (r *runner) acquireCancelled(ctx context.Context, s step) (outcome, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	timer := time.AfterFunc(duration(s.AfterS), cancel)
	defer timer.Stop()
	return r.acquire(ctx, s)
}

func (r *runner) acquireBox(ctx context.Context, s step, session string) (box, error) {
	ctx, cancel := deadline(ctx, s)
	defer cancel()
	request := &sandkeep.AcquireSandboxRequest{
		Session:   r.session(session),
		Template:  s.Template,
		RequestId: rand.Text(),
	}
	request.Session.Namespace = s.Namespace
	if s.RequestID != "" {
		request.RequestId = r.prefix + s.RequestID
	}
	if s.ReuseOnly {
		request.Create = sandkeep.CreatePolicy_CREATE_POLICY_NEVER
	}
	answer, err := r.sandboxes.AcquireSandbox(ctx, request)
	if err != nil {
		return box{}, err
	}
	return box{answer.Sandbox, short(answer.Outcome, "ACQUIRE_OUTCOME_"), answer.Endpoint.GetUrl()}, nil
}

func (r *runner) get(ctx context.Context, service sandkeep.SandboxServiceClient, s step) (outcome, error) {
	ctx, cancel := deadline(ctx, s)
	defer cancel()
	id := s.SandboxID
	if s.Sandbox != "" {
		id = r.boxes[s.Sandbox].sandbox.Id
	}
	answer, err := service.GetSandbox(ctx, &sandkeep.GetSandboxRequest{SandboxId: id})
	if err != nil {
		return nil, err
	}
	return r.outcomeOfBox(box{sandbox: answer.Sandbox, url: answer.Endpoint.GetUrl()}), nil
}

func (r *runner) change(ctx context.Context, s step) (outcome, error) {
	ctx, cancel := deadline(ctx, s)
	defer cancel()
	id := r.boxes[s.Sandbox].sandbox.Id
	if s.To == "PAUSED" {
		answer, err := r.sandboxes.PauseSandbox(ctx, &sandkeep.PauseSandboxRequest{SandboxId: id, RequestId: rand.Text()})
		return outcomeOfState(answer.GetSandbox()), err
	}
	answer, err := r.sandboxes.ResumeSandbox(ctx, &sandkeep.ResumeSandboxRequest{SandboxId: id, RequestId: rand.Text()})
	return outcomeOfState(answer.GetSandbox()), err
}

func (r *runner) release(ctx context.Context, s step) (outcome, error) {
	ctx, cancel := deadline(ctx, s)
	defer cancel()
	answer, err := r.sandboxes.ReleaseSandbox(ctx, &sandkeep.ReleaseSandboxRequest{
		SandboxId: r.boxes[s.Sandbox].sandbox.Id,
		Mode:      sandkeep.ReleaseMode_RELEASE_MODE_DESTROY,
		Wait:      true,
		RequestId: rand.Text(),
	})
	return outcomeOfState(answer.GetSandbox()), err
}

func (r *runner) runCommand(ctx context.Context, s step) (outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, longestCallS*time.Second)
	defer cancel()
	request := &sandkeep.RunExecRequest{
		SandboxId: r.boxes[s.Sandbox].sandbox.Id,
		Argv:      s.Argv,
		Shell:     s.Shell,
		Stdin:     []byte(s.Stdin),
		RequestId: rand.Text(),
	}
	if s.StdinBytes > 0 {
		request.Stdin = make([]byte, s.StdinBytes)
	}
	if s.TimeoutS > 0 {
		request.Timeout = durationpb.New(duration(s.TimeoutS))
	}
	answer, err := r.execs.RunExec(ctx, request)
	if err != nil {
		return nil, err
	}
	return outcome{
		"exit_code": answer.ExitCode,
		"stdout":    string(answer.Stdout),
		"stderr":    string(answer.Stderr),
		"timed_out": answer.TimedOut,
	}, nil
}

func (r *runner) heartbeat(ctx context.Context, s step) (outcome, error) {
	ctx, cancel := deadline(ctx, s)
	defer cancel()
	request := &sandkeep.HeartbeatRequest{Session: r.session(s.Session), ExpectedGeneration: s.ExpectedGeneration}
	if s.HeartbeatTimeoutS != nil {
		request.HeartbeatTimeout = durationpb.New(duration(*s.HeartbeatTimeoutS))
	}
	answer, err := r.sessions.Heartbeat(ctx, request)
	if err != nil {
		return nil, err
	}
	return outcome{
		"state":            short(answer.State, "SESSION_STATE_"),
		"generation":       answer.Generation,
		"needs_restore":    answer.NeedsRestore,
		"has_recycle_time": answer.RecycleTime != nil,
	}, nil
}

func (r *runner) parallel(ctx context.Context, s step) (outcome, error) {
	type result struct {
		found box
		err   error
	}
	results := make(chan result)
	for index := range s.Count {
		session := s.Sessions[index%len(s.Sessions)]
		go func() {
			found, err := r.acquireBox(ctx, s, session)
			results <- result{found, err}
		}()
	}
	ids := map[string]bool{}
	created := 0
	for range s.Count {
		one := <-results
		if one.err != nil {
			return nil, one.err
		}
		ids[one.found.sandbox.Id] = true
		if one.found.outcome == "CREATED" {
			created++
		}
	}
	return outcome{"answers": s.Count, "sandboxes": len(ids), "created": created}, nil
}

func (r *runner) session(name string) *sandkeep.SessionKey {
	if name == "" {
		return &sandkeep.SessionKey{}
	}
	return &sandkeep.SessionKey{Session: r.prefix + name}
}

func (r *runner) keep(s step, found box) {
	if s.As != "" {
		r.boxes[s.As] = found
	}
}

func deadline(ctx context.Context, s step) (context.Context, context.CancelFunc) {
	limit := s.TimeoutS
	if limit == 0 {
		limit = longestCallS
	}
	return context.WithTimeout(ctx, duration(limit))
}

func duration(seconds float64) time.Duration {
	return time.Duration(seconds * float64(time.Second))
}

// short is the name of an enum value without its prefix; a value that is not known has no name, and is UNSPECIFIED.
func short(value fmt.Stringer, prefix string) string {
	name, isKnown := strings.CutPrefix(value.String(), prefix)
	if !isKnown {
		return "UNSPECIFIED"
	}
	return name
}
