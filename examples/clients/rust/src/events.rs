//! The event log, followed from one stream to the next.

use std::time::Duration;

use tonic::transport::Channel;
use tonic::{Code, Status};

use crate::proto::event_service_client::EventServiceClient;
use crate::proto::watch_events_response::Frame;
use crate::proto::{EventFilter, WatchEventsRequest};
use crate::with_timeout;

const WATCH_TIMEOUT: Duration = Duration::from_secs(30);
const RESUME_DELAY: Duration = Duration::from_millis(500);

/// The events of a sandbox from its first one on. It may be left and taken up again, by the number of the last event: none
/// is missed, and none comes twice.
pub struct EventWatch {
    events: EventServiceClient<Channel>,
    sandbox_id: String,
    last_seq: i64,
}

impl EventWatch {
    pub fn new(events: EventServiceClient<Channel>, sandbox_id: &str) -> Self {
        Self { events, sandbox_id: sandbox_id.into(), last_seq: 0 }
    }

    /// The reasons of the next events. Opens another stream when the daemon goes away.
    pub async fn read(&mut self, count: usize) -> Result<Vec<String>, Status> {
        let mut reasons = Vec::new();
        loop {
            match self.read_stream(count, &mut reasons).await {
                // A connection that breaks in the middle of a stream is UNKNOWN to tonic: no status came.
                Err(failure) if matches!(failure.code(), Code::Unavailable | Code::Unknown) => {
                    tokio::time::sleep(RESUME_DELAY).await;
                }
                end => return end.map(|()| reasons),
            }
        }
    }

    async fn read_stream(&mut self, count: usize, reasons: &mut Vec<String>) -> Result<(), Status> {
        let filter = EventFilter { sandbox_id: self.sandbox_id.clone(), ..Default::default() };
        let request =
            WatchEventsRequest { after_seq: self.last_seq, from_start: self.last_seq == 0, filter: Some(filter) };
        let mut frames = self.events.watch_events(with_timeout(request, WATCH_TIMEOUT)).await?.into_inner();
        while reasons.len() < count {
            let frame = frames.message().await?.ok_or_else(|| Status::unavailable("the watch ended"))?;
            // Other frames say that the watch is set up, or that nothing happened.
            if let Some(Frame::Event(event)) = frame.frame {
                self.last_seq = event.seq;
                reasons.push(event.reason);
            }
        }
        Ok(())
    }
}
