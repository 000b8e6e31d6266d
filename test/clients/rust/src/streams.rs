//! Streams that go on after the connection broke: a command at its offsets, a watch after its last event.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Channel;
use tonic::{Code, Status, Streaming};
use tonic_types::StatusExt;

use crate::outcomes::short;
use crate::proto::event_service_client::EventServiceClient;
use crate::proto::exec_service_client::ExecServiceClient;
use crate::proto::stream_exec_request::Message as ToDaemon;
use crate::proto::stream_exec_response::Message as FromDaemon;
use crate::proto::watch_events_response::Frame;
use crate::proto::{
    AttachExec, Event, Exec, StreamExecRequest, StreamExecResponse, WatchEventsRequest, WatchEventsResponse,
};

const RESUME_ATTEMPTS: u32 = 20;
const RESUME_DELAY: Duration = Duration::from_millis(500);
const WAITING_MESSAGES: usize = 4;
const OUTPUT_IS_NOT_KEPT: [&str; 2] = ["EXEC_OUTPUT_TRIMMED", "EXEC_DETACHED"];

/// A command with all that was read of its standard output.
pub struct Command {
    execs: ExecServiceClient<Channel>,
    info: Exec,
    input: mpsc::Sender<StreamExecRequest>,
    answers: Streaming<StreamExecResponse>,
    stdout: Vec<u8>,
    stdout_offset: i64,
    stderr_offset: i64,
    is_at_offsets: bool,
    output_lost: bool,
}

type Opened = (mpsc::Sender<StreamExecRequest>, Streaming<StreamExecResponse>, Exec);

impl Command {
    pub async fn open(execs: ExecServiceClient<Channel>, first: ToDaemon) -> Result<Self, Status> {
        let (input, answers, info) = open_stream(&execs, first).await?;
        let stdout = Vec::new();
        let (stdout_offset, stderr_offset, is_at_offsets, output_lost) = (0, 0, false, false);
        Ok(Self { execs, info, input, answers, stdout, stdout_offset, stderr_offset, is_at_offsets, output_lost })
    }

    pub fn exec_id(&self) -> &str {
        &self.info.exec_id
    }

    pub async fn send(&self, message: ToDaemon) -> Result<(), Status> {
        send(&self.input, message).await
    }

    pub async fn read_until(&mut self, text: &str) -> Result<Value, Status> {
        while !self.stdout.ends_with(text.as_bytes()) && self.read_frame().await?.is_none() {}
        Ok(json!({ "stdout": String::from_utf8_lossy(&self.stdout) }))
    }

    pub async fn wait(&mut self) -> Result<Value, Status> {
        let mut attempt = 1;
        loop {
            match self.read_frame().await {
                Ok(None) => attempt = 1,
                Ok(Some(ended)) => return Ok(self.outcome_of(ended)),
                Err(failure) => {
                    self.attach(failure, attempt).await?;
                    attempt += 1;
                }
            }
        }
    }

    fn outcome_of(&self, ended: Exec) -> Value {
        let exit = ended.exit.unwrap_or_default();
        json!({
            "stdout": String::from_utf8_lossy(&self.stdout),
            "stdout_bytes": self.stdout.len(),
            "cause": short(exit.cause().as_str_name(), "EXEC_CAUSE_"),
            "exit_code": exit.exit_code,
            "signal": exit.signal,
            "output_lost": self.output_lost,
        })
    }

    /// The command when it has ended.
    async fn read_frame(&mut self) -> Result<Option<Exec>, Status> {
        let answer = self.answers.message().await?.ok_or_else(|| Status::unavailable("the stream ended"))?;
        match answer.message {
            Some(FromDaemon::Stdout(output)) => {
                self.stdout_offset = output.offset + output.data.len() as i64;
                self.stdout.extend(output.data);
            }
            Some(FromDaemon::Stderr(output)) => self.stderr_offset = output.offset + output.data.len() as i64,
            Some(FromDaemon::Exit(ended)) => return Ok(Some(ended)),
            _ => {}
        }
        Ok(None)
    }

    /// Goes on where the output stood, else with what is kept. Gives back a failure that ends the command.
    async fn attach(&mut self, mut failure: Status, mut attempt: u32) -> Result<(), Status> {
        loop {
            let Exec { sandbox_id, exec_id, .. } = self.info.clone();
            let mut again = AttachExec { sandbox_id, exec_id, ..Default::default() };
            if self.is_at_offsets && has_reason(&failure, &OUTPUT_IS_NOT_KEPT) {
                self.is_at_offsets = false;
                self.output_lost = true;
            } else {
                wait_to_resume(failure, attempt).await?;
                self.is_at_offsets = true;
                again.stdout_offset = Some(self.stdout_offset);
                again.stderr_offset = Some(self.stderr_offset);
            }
            match open_stream(&self.execs, ToDaemon::Attach(again)).await {
                Ok((input, answers, info)) => {
                    (self.input, self.answers, self.info) = (input, answers, info);
                    return Ok(());
                }
                Err(next) => failure = next,
            }
            attempt += 1;
        }
    }
}

async fn open_stream(execs: &ExecServiceClient<Channel>, first: ToDaemon) -> Result<Opened, Status> {
    let (input, messages) = mpsc::channel(WAITING_MESSAGES);
    send(&input, first).await?;
    let mut answers = execs.clone().stream_exec(ReceiverStream::new(messages)).await?.into_inner();
    match answers.message().await?.and_then(|answer| answer.message) {
        Some(FromDaemon::Started(info)) => Ok((input, answers, info)),
        _ => Err(Status::unavailable("the stream ended before the command was started")),
    }
}

async fn send(input: &mpsc::Sender<StreamExecRequest>, message: ToDaemon) -> Result<(), Status> {
    let sent = input.send(StreamExecRequest { message: Some(message) }).await;
    sent.map_err(|_| Status::unavailable("the stream has ended"))
}

/// The events of one sandbox, each once and in their order.
pub struct Watch {
    events: EventServiceClient<Channel>,
    request: WatchEventsRequest,
    frames: Streaming<WatchEventsResponse>,
}

impl Watch {
    pub async fn open(
        mut events: EventServiceClient<Channel>,
        mut request: WatchEventsRequest,
    ) -> Result<Self, Status> {
        let mut frames = events.watch_events(request.clone()).await?.into_inner();
        let first = frames.message().await?.and_then(|frame| frame.frame);
        let Some(Frame::Ready(ready)) = first else {
            return Err(Status::unavailable("the watch ended before it was set up"));
        };
        if !request.from_start && request.after_seq == 0 {
            request.after_seq = ready.current_seq;
        }
        Ok(Self { events, request, frames })
    }

    pub async fn read(&mut self, count: usize) -> Result<Value, Status> {
        let mut reasons = Vec::new();
        let mut in_order = true;
        while reasons.len() < count {
            let event = self.next().await?;
            in_order = in_order && event.seq > self.request.after_seq;
            self.request.after_seq = event.seq;
            self.request.from_start = false;
            reasons.push(event.reason);
        }
        Ok(json!({ "reasons": reasons.join(","), "in_order": in_order }))
    }

    async fn next(&mut self) -> Result<Event, Status> {
        let mut attempt = 1;
        loop {
            match self.next_of_stream().await {
                Ok(event) => return Ok(event),
                Err(failure) => wait_to_resume(failure, attempt).await?,
            }
            attempt += 1;
            if let Ok(again) = Self::open(self.events.clone(), self.request.clone()).await {
                *self = again;
            }
        }
    }

    async fn next_of_stream(&mut self) -> Result<Event, Status> {
        loop {
            let frame = self.frames.message().await?.ok_or_else(|| Status::unavailable("the watch ended"))?;
            if let Some(Frame::Event(event)) = frame.frame {
                return Ok(event);
            }
        }
    }
}

/// Returns when a stream that broke may be opened again; gives back what ends it.
async fn wait_to_resume(failure: Status, attempt: u32) -> Result<(), Status> {
    // A connection that breaks in the middle of a stream is UNKNOWN to tonic: no status came.
    let is_broken = matches!(failure.code(), Code::Unavailable | Code::Unknown);
    if !is_broken || attempt >= RESUME_ATTEMPTS {
        return Err(failure);
    }
    tokio::time::sleep(RESUME_DELAY).await;
    Ok(())
}

fn has_reason(failure: &Status, reasons: &[&str]) -> bool {
    failure.get_details_error_info().is_some_and(|info| reasons.contains(&info.reason.as_str()))
}
