//! Tonic loads no service config, so this says what that of the contract says: try again while the daemon is away.

use std::time::Duration;

use tonic::{Code, Status};

const ATTEMPTS: u32 = 10;
const FIRST_DELAY: Duration = Duration::from_millis(100);
const LONGEST_DELAY: Duration = Duration::from_secs(1);

/// Only for calls that do nothing twice: those without effect, and those with a request_id.
pub async fn patiently<Answer>(call: impl AsyncFn() -> Result<Answer, Status>) -> Result<Answer, Status> {
    let mut delay = FIRST_DELAY;
    for _ in 1..ATTEMPTS {
        match call().await {
            Err(failure) if failure.code() == Code::Unavailable => tokio::time::sleep(delay).await,
            answer => return answer,
        }
        delay = LONGEST_DELAY.min(delay * 2);
    }
    call().await
}
