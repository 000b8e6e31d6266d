//! Each call of the scenario.

use std::collections::{HashMap, HashSet};
use std::env;
use std::error::Error;
use std::io;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinSet;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};
use uuid::Uuid;

use crate::outcomes::{SeenSandbox, outcome_of_sandbox, outcome_of_state, short};
use crate::proto::event_service_client::EventServiceClient;
use crate::proto::exec_service_client::ExecServiceClient;
use crate::proto::file_service_client::FileServiceClient;
use crate::proto::sandbox_service_client::SandboxServiceClient;
use crate::proto::session_service_client::SessionServiceClient;
use crate::proto::stream_exec_request::Message as ToDaemon;
use crate::proto::write_file_request::Frame;
use crate::proto::{
    AcquireSandboxRequest, CreatePolicy, EventFilter, ExecSpec, GetSandboxRequest, HeartbeatRequest,
    PauseSandboxRequest, ReadFileRequest, ReleaseMode, ReleaseSandboxRequest, ResumeSandboxRequest, RunExecRequest,
    SessionKey, StdinEnd, WatchEventsRequest, WriteFileHeader, WriteFileRequest,
};
use crate::step::Step;
use crate::streams::{Command, Watch};

const CHUNK_BYTES: usize = 256 * 1024;
const LONGEST_RUN: Duration = Duration::from_secs(60);

type Outcome = Result<Value, Status>;

pub struct Runner {
    prefix: String,
    sandboxes: SandboxServiceClient<Channel>,
    execs: ExecServiceClient<Channel>,
    files: FileServiceClient<Channel>,
    sessions: SessionServiceClient<Channel>,
    events: EventServiceClient<Channel>,
    future: SandboxServiceClient<Channel>,
    seen: HashMap<String, SeenSandbox>,
    commands: HashMap<String, Command>,
    watches: HashMap<String, Watch>,
}

impl Runner {
    pub fn connect() -> Result<Self, Box<dyn Error>> {
        let channel = connect_to("SANDKEEP_SOCKET")?;
        Ok(Self {
            prefix: env::var("SANDKEEP_CLIENT")? + "-",
            sandboxes: SandboxServiceClient::new(channel.clone()),
            execs: ExecServiceClient::new(channel.clone()),
            files: FileServiceClient::new(channel.clone()),
            sessions: SessionServiceClient::new(channel.clone()),
            events: EventServiceClient::new(channel),
            future: SandboxServiceClient::new(connect_to("SANDKEEP_FUTURE_SOCKET")?),
            seen: HashMap::new(),
            commands: HashMap::new(),
            watches: HashMap::new(),
        })
    }

    pub async fn run(&mut self, step: Step<'_>) -> Outcome {
        match step.text("call") {
            "acquire" => self.acquire(step).await,
            "acquire_cancelled" => self.acquire_cancelled(step).await,
            "get" => self.get(self.sandboxes.clone(), step).await,
            "future_get" => self.get(self.future.clone(), step).await,
            "change" => self.change(step).await,
            "release" => self.release(step).await,
            "run" => self.run_command(step).await,
            "exec" => self.exec(step).await,
            "exec_write" => self.send(step, ToDaemon::Stdin(step.text("text").into())).await,
            "exec_end_input" => self.send(step, ToDaemon::StdinEnd(StdinEnd {})).await,
            "exec_signal" => self.send(step, ToDaemon::Signal(step.text("signal").into())).await,
            "exec_read_until" => self.command(step)?.read_until(step.text("text")).await,
            "exec_wait" => self.command(step)?.wait().await,
            "write_file" => self.write_file(step).await,
            "read_file" => self.read_file(step).await,
            "heartbeat" => self.heartbeat(step).await,
            "watch" => self.watch(step).await,
            "watch_read" => self.watch_read(step).await,
            "parallel" => self.parallel(step).await,
            "control" => control(step).await,
            other => Err(Status::unimplemented(format!("no call is called {other}"))),
        }
    }

    async fn acquire(&mut self, step: Step<'_>) -> Outcome {
        let request = with_timeout(self.acquire_request(step, step.text("session")), step.timeout());
        let seen = acquired(self.sandboxes.clone(), request).await?;
        let outcome = outcome_of_sandbox(&seen, &self.seen);
        if step.has("as") {
            self.seen.insert(step.text("as").into(), seen);
        }
        Ok(outcome)
    }

    /// A call that is dropped is cancelled, and tells its caller nothing more.
    async fn acquire_cancelled(&mut self, step: Step<'_>) -> Outcome {
        let after = step.time("after_s").unwrap_or_default();
        match tokio::time::timeout(after, self.acquire(step)).await {
            Ok(outcome) => outcome,
            Err(_) => Ok(json!({ "status": "CANCELLED" })),
        }
    }

    fn acquire_request(&self, step: Step<'_>, session: &str) -> AcquireSandboxRequest {
        let request_id =
            if step.has("request_id") { self.prefix.clone() + step.text("request_id") } else { new_name() };
        let create = if step.flag("reuse_only") { CreatePolicy::Never } else { CreatePolicy::IfNeeded };
        AcquireSandboxRequest {
            session: Some(SessionKey { namespace: step.text("namespace").into(), ..self.session(session) }),
            template: step.text("template").into(),
            request_id,
            create: create.into(),
            ..Default::default()
        }
    }

    async fn get(&self, mut service: SandboxServiceClient<Channel>, step: Step<'_>) -> Outcome {
        let sandbox_id = if step.has("sandbox_id") { step.text("sandbox_id").into() } else { self.sandbox_id(step)? };
        let request = GetSandboxRequest { sandbox_id, ..Default::default() };
        let answer = service.get_sandbox(with_timeout(request, step.timeout())).await?.into_inner();
        let seen = SeenSandbox {
            sandbox: answer.sandbox.unwrap_or_default(),
            outcome: String::new(),
            url: answer.endpoint.unwrap_or_default().url,
        };
        Ok(outcome_of_sandbox(&seen, &self.seen))
    }

    async fn change(&mut self, step: Step<'_>) -> Outcome {
        let (sandbox_id, request_id) = (self.sandbox_id(step)?, new_name());
        let timeout = step.timeout();
        let sandbox = if step.text("to") == "PAUSED" {
            let request = with_timeout(PauseSandboxRequest { sandbox_id, request_id }, timeout);
            self.sandboxes.pause_sandbox(request).await?.into_inner().sandbox
        } else {
            let request = with_timeout(ResumeSandboxRequest { sandbox_id, request_id }, timeout);
            self.sandboxes.resume_sandbox(request).await?.into_inner().sandbox
        };
        Ok(outcome_of_state(sandbox))
    }

    async fn release(&mut self, step: Step<'_>) -> Outcome {
        let request = ReleaseSandboxRequest {
            sandbox_id: self.sandbox_id(step)?,
            mode: ReleaseMode::Destroy.into(),
            wait: true,
            request_id: new_name(),
            ..Default::default()
        };
        let answer = self.sandboxes.release_sandbox(with_timeout(request, step.timeout())).await?.into_inner();
        Ok(outcome_of_state(answer.sandbox))
    }

    async fn run_command(&mut self, step: Step<'_>) -> Outcome {
        let stdin =
            if step.has("stdin_bytes") { vec![0; step.count("stdin_bytes")] } else { step.text("stdin").into() };
        let request = RunExecRequest {
            sandbox_id: self.sandbox_id(step)?,
            argv: step.texts("argv"),
            shell: step.text("shell").into(),
            stdin,
            timeout: step.time("timeout_s").map(duration),
            request_id: new_name(),
            ..Default::default()
        };
        let answer = self.execs.run_exec(with_timeout(request, LONGEST_RUN)).await?.into_inner();
        Ok(json!({
            "exit_code": answer.exit_code,
            "stdout": String::from_utf8_lossy(&answer.stdout),
            "stderr": String::from_utf8_lossy(&answer.stderr),
            "timed_out": answer.timed_out,
        }))
    }

    async fn exec(&mut self, step: Step<'_>) -> Outcome {
        let start = ExecSpec {
            sandbox_id: self.sandbox_id(step)?,
            exec_id: new_name(),
            shell: step.text("shell").into(),
            open_stdin: step.flag("open_stdin"),
            ..Default::default()
        };
        let command = Command::open(self.execs.clone(), ToDaemon::Start(start)).await?;
        let outcome = json!({ "has_exec_id": !command.exec_id().is_empty() });
        self.commands.insert(step.text("as").into(), command);
        Ok(outcome)
    }

    async fn send(&mut self, step: Step<'_>, message: ToDaemon) -> Outcome {
        self.command(step)?.send(message).await?;
        Ok(json!({}))
    }

    async fn write_file(&mut self, step: Step<'_>) -> Outcome {
        let text =
            if step.has("text") { step.text("text").into() } else { step.text("repeat").repeat(step.count("times")) };
        let header = WriteFileHeader {
            sandbox_id: self.sandbox_id(step)?,
            path: step.text("path").into(),
            ..Default::default()
        };
        let mut frames = vec![WriteFileRequest { frame: Some(Frame::Header(header)) }];
        for piece in text.as_bytes().chunks(CHUNK_BYTES) {
            frames.push(WriteFileRequest { frame: Some(Frame::Data(piece.to_vec())) });
        }
        let request = with_timeout(tokio_stream::iter(frames), step.timeout());
        let entry = self.files.write_file(request).await?.into_inner().entry.unwrap_or_default();
        Ok(json!({ "size_bytes": entry.size_bytes }))
    }

    async fn read_file(&mut self, step: Step<'_>) -> Outcome {
        let request = ReadFileRequest {
            sandbox_id: self.sandbox_id(step)?,
            path: step.text("path").into(),
            ..Default::default()
        };
        let mut frames = self.files.read_file(with_timeout(request, step.timeout())).await?.into_inner();
        let mut data = Vec::new();
        while let Some(frame) = frames.message().await? {
            data.extend(frame.data);
        }
        Ok(json!({ "size_bytes": data.len(), "text": String::from_utf8_lossy(&data) }))
    }

    async fn heartbeat(&mut self, step: Step<'_>) -> Outcome {
        let request = HeartbeatRequest {
            session: Some(self.session(step.text("session"))),
            expected_generation: step.count("expected_generation") as i64,
            heartbeat_timeout: step.time("heartbeat_timeout_s").map(duration),
            ..Default::default()
        };
        let answer = self.sessions.heartbeat(with_timeout(request, step.timeout())).await?.into_inner();
        Ok(json!({
            "state": short(answer.state().as_str_name(), "SESSION_STATE_"),
            "generation": answer.generation,
            "needs_restore": answer.needs_restore,
            "has_recycle_time": answer.recycle_time.is_some(),
        }))
    }

    async fn watch(&mut self, step: Step<'_>) -> Outcome {
        let filter = EventFilter { sandbox_id: self.sandbox_id(step)?, ..Default::default() };
        let request =
            WatchEventsRequest { from_start: step.flag("from_start"), filter: Some(filter), ..Default::default() };
        let watch = Watch::open(self.events.clone(), request).await?;
        self.watches.insert(step.text("as").into(), watch);
        Ok(json!({}))
    }

    async fn watch_read(&mut self, step: Step<'_>) -> Outcome {
        let watch = self.watches.get_mut(step.text("watch"));
        watch.ok_or_else(|| Status::not_found("no watch is called so"))?.read(step.count("count")).await
    }

    async fn parallel(&mut self, step: Step<'_>) -> Outcome {
        let sessions = step.texts("sessions");
        let mut calls = JoinSet::new();
        for session in sessions.iter().cycle().take(step.count("count")) {
            let request = with_timeout(self.acquire_request(step, session), step.timeout());
            calls.spawn(acquired(self.sandboxes.clone(), request));
        }
        let answers = calls.join_all().await.into_iter().collect::<Result<Vec<_>, _>>()?;
        let ids: HashSet<&str> = answers.iter().map(|seen| seen.sandbox.id.as_str()).collect();
        let created = answers.iter().filter(|seen| seen.outcome == "CREATED").count();
        Ok(json!({ "answers": answers.len(), "sandboxes": ids.len(), "created": created }))
    }

    fn session(&self, name: &str) -> SessionKey {
        let session = if name.is_empty() { String::new() } else { self.prefix.clone() + name };
        SessionKey { session, ..Default::default() }
    }

    fn sandbox_id(&self, step: Step<'_>) -> Result<String, Status> {
        let seen = self.seen.get(step.text("sandbox"));
        Ok(seen.ok_or_else(|| Status::not_found("no sandbox is called so"))?.sandbox.id.clone())
    }

    fn command(&mut self, step: Step<'_>) -> Result<&mut Command, Status> {
        self.commands.get_mut(step.text("command")).ok_or_else(|| Status::not_found("no command is called so"))
    }
}

fn connect_to(variable: &str) -> Result<Channel, Box<dyn Error>> {
    Ok(Endpoint::try_from(format!("unix://{}", env::var(variable)?))?.connect_lazy())
}

async fn acquired(
    mut sandboxes: SandboxServiceClient<Channel>,
    request: Request<AcquireSandboxRequest>,
) -> Result<SeenSandbox, Status> {
    let answer = sandboxes.acquire_sandbox(request).await?.into_inner();
    Ok(SeenSandbox {
        outcome: short(answer.outcome().as_str_name(), "ACQUIRE_OUTCOME_").into(),
        sandbox: answer.sandbox.unwrap_or_default(),
        url: answer.endpoint.unwrap_or_default().url,
    })
}

async fn control(step: Step<'_>) -> Outcome {
    println!("control\t{}", step.text("do"));
    let read = tokio::task::spawn_blocking(|| io::stdin().read_line(&mut String::new())).await;
    match read {
        Ok(Ok(_)) => Ok(json!({})),
        _ => Err(Status::aborted("nobody says that it is done")),
    }
}

fn with_timeout<Message>(message: Message, timeout: Duration) -> Request<Message> {
    let mut request = Request::new(message);
    request.set_timeout(timeout);
    request
}

fn duration(time: Duration) -> prost_types::Duration {
    prost_types::Duration { seconds: time.as_secs() as i64, nanos: time.subsec_nanos() as i32 }
}

fn new_name() -> String {
    Uuid::new_v4().to_string()
}
