//! Uses sandkeepd from Rust with the code that tonic generates from the .proto files.

mod commands;
mod errors;
mod events;
mod files;
mod retry;

use std::env;
use std::error::Error;
use std::time::Duration;

use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};
use uuid::Uuid;

use events::EventWatch;
use proto::event_service_client::EventServiceClient;
use proto::exec_service_client::ExecServiceClient;
use proto::file_service_client::FileServiceClient;
use proto::sandbox_service_client::SandboxServiceClient;
use proto::session_service_client::SessionServiceClient;
use proto::{AcquireSandboxRequest, HeartbeatRequest, ReleaseMode, ReleaseSandboxRequest, Sandbox, SessionKey};
use retry::patiently;

/// The generated code.
#[allow(clippy::doc_lazy_continuation, clippy::doc_overindented_list_items, clippy::large_enum_variant)]
pub mod proto {
    tonic::include_proto!("sandkeep.v1");
}

const DEFAULT_SOCKET: &str = "/run/sandkeep/sandkeep.sock";
const HELLO_PATH: &str = "/mnt/user-data/workspace/hello.txt";
/// A call that starts a container may take long; one that only asks does not.
const CREATE_TIMEOUT: Duration = Duration::from_secs(60);
const CALL_TIMEOUT: Duration = Duration::from_secs(10);
const HEARTBEAT_TIMEOUT_S: i64 = 60;

/// The services that the example uses, on one channel.
#[derive(Clone)]
pub struct Daemon {
    sandboxes: SandboxServiceClient<Channel>,
    execs: ExecServiceClient<Channel>,
    files: FileServiceClient<Channel>,
    sessions: SessionServiceClient<Channel>,
    events: EventServiceClient<Channel>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let socket = env::var("SANDKEEP_SOCKET").unwrap_or_else(|_| DEFAULT_SOCKET.into());
    // Connects with the first call, and again when the daemon comes back.
    let channel = Endpoint::try_from(format!("unix://{socket}"))?.connect_lazy();
    let daemon = Daemon {
        sandboxes: SandboxServiceClient::new(channel.clone()),
        execs: ExecServiceClient::new(channel.clone()),
        files: FileServiceClient::new(channel.clone()),
        sessions: SessionServiceClient::new(channel.clone()),
        events: EventServiceClient::new(channel),
    };
    run(&daemon).await.map_err(|failure| errors::describe(&failure).into())
}

async fn run(daemon: &Daemon) -> Result<(), Status> {
    let session = session_key("rust");
    let sandbox = acquire(daemon, &session).await?;
    let mut watch = EventWatch::new(daemon.events.clone(), &sandbox.id);
    println!("events {:?}", watch.read(2).await?);
    files::write(daemon, &sandbox.id, HELLO_PATH, b"hello\n").await?;
    let data = files::read(daemon, &sandbox.id, HELLO_PATH).await?;
    println!("file {:?}", String::from_utf8_lossy(&data));
    commands::talk(daemon, &sandbox.id).await?;
    heartbeat(daemon, &session).await?;
    // The config gives this namespace one sandbox, so a second one is refused.
    if let Err(refusal) = acquire(daemon, &session_key("rust-2")).await {
        println!("refused {}", errors::describe(&refusal));
    }
    release(daemon, &sandbox).await?;
    // A second stream, which begins after the last event of the first.
    println!("events {:?}", watch.read(2).await?);
    Ok(())
}

/// May be sent again: with the same request_id, the same answer comes.
async fn acquire(daemon: &Daemon, session: &SessionKey) -> Result<Sandbox, Status> {
    let request =
        AcquireSandboxRequest { session: Some(session.clone()), request_id: new_name(), ..Default::default() };
    let call = async || daemon.sandboxes.clone().acquire_sandbox(with_timeout(request.clone(), CREATE_TIMEOUT)).await;
    let answer = patiently(call).await?.into_inner();
    let outcome = answer.outcome();
    let sandbox = answer.sandbox.unwrap_or_default();
    println!("sandbox {} {}", outcome.as_str_name(), sandbox.state().as_str_name());
    Ok(sandbox)
}

/// Keeps the session for another minute; a program sends one every 20 seconds or so.
async fn heartbeat(daemon: &Daemon, session: &SessionKey) -> Result<(), Status> {
    let request = HeartbeatRequest {
        session: Some(session.clone()),
        heartbeat_timeout: Some(prost_types::Duration { seconds: HEARTBEAT_TIMEOUT_S, nanos: 0 }),
        ..Default::default()
    };
    let call = async || daemon.sessions.clone().heartbeat(with_timeout(request.clone(), CALL_TIMEOUT)).await;
    let answer = patiently(call).await?.into_inner();
    println!("session {}, generation {}", answer.state().as_str_name(), answer.generation);
    Ok(())
}

async fn release(daemon: &Daemon, sandbox: &Sandbox) -> Result<(), Status> {
    let request = ReleaseSandboxRequest {
        sandbox_id: sandbox.id.clone(),
        mode: ReleaseMode::Destroy.into(),
        wait: true,
        request_id: new_name(),
        ..Default::default()
    };
    let call = async || daemon.sandboxes.clone().release_sandbox(with_timeout(request.clone(), CREATE_TIMEOUT)).await;
    let released = patiently(call).await?.into_inner().sandbox.unwrap_or_default();
    println!("sandbox {}", released.state().as_str_name());
    Ok(())
}

fn session_key(session: &str) -> SessionKey {
    SessionKey { namespace: "example".into(), session: session.into(), ..Default::default() }
}

/// The request with the deadline that the daemon is told of.
fn with_timeout<Message>(message: Message, timeout: Duration) -> Request<Message> {
    let mut request = Request::new(message);
    request.set_timeout(timeout);
    request
}

/// A name that no other call has.
fn new_name() -> String {
    Uuid::new_v4().to_string()
}
