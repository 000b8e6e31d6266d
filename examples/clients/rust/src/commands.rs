//! Commands with their streams.

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use crate::proto::stream_exec_request::Message as ToDaemon;
use crate::proto::stream_exec_response::Message as FromDaemon;
use crate::proto::{ExecSpec, StdinEnd, StreamExecRequest};
use crate::{CALL_TIMEOUT, Daemon, new_name, with_timeout};

const GREETER: &str = "while read name; do echo hello $name; done; exit 3";
const WAITING_MESSAGES: usize = 4;

/// Runs a command, sends it a line, reads its answer, ends its input, and says how it ended.
pub async fn talk(daemon: &Daemon, sandbox_id: &str) -> Result<(), Status> {
    let (input, messages) = mpsc::channel(WAITING_MESSAGES);
    // Under an exec_id of ours the start can be sent again, and the command can be attached to after the connection broke.
    let start = ExecSpec {
        sandbox_id: sandbox_id.into(),
        exec_id: new_name(),
        shell: GREETER.into(),
        open_stdin: true,
        ..Default::default()
    };
    send(&input, ToDaemon::Start(start)).await?;
    send(&input, ToDaemon::Stdin(b"ada\n".to_vec())).await?;
    let request = with_timeout(ReceiverStream::new(messages), CALL_TIMEOUT);
    let mut answers = daemon.execs.clone().stream_exec(request).await?.into_inner();
    while let Some(answer) = answers.message().await? {
        match answer.message {
            Some(FromDaemon::Stdout(output)) => {
                println!("output {:?}", String::from_utf8_lossy(&output.data));
                send(&input, ToDaemon::StdinEnd(StdinEnd {})).await?;
            }
            Some(FromDaemon::Exit(command)) => {
                let exit = command.exit.unwrap_or_default();
                println!("command {} with {}", exit.cause().as_str_name(), exit.exit_code());
                return Ok(());
            }
            _ => {}
        }
    }
    Err(Status::unavailable("the stream ended before the command"))
}

async fn send(input: &mpsc::Sender<StreamExecRequest>, message: ToDaemon) -> Result<(), Status> {
    let sent = input.send(StreamExecRequest { message: Some(message) }).await;
    sent.map_err(|_| Status::unavailable("the stream has ended"))
}
