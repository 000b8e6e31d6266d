//! What the daemon says of an error.

use tonic::Status;
use tonic_types::StatusExt;

/// A reason to decide by, which limit it was, and when to try again.
pub fn describe(failure: &Status) -> String {
    let details = failure.get_error_details();
    let mut parts = vec![format!("{:?}", failure.code())];
    if let Some(info) = details.error_info() {
        let retryable = info.metadata.get("retryable").map_or("unknown", String::as_str);
        parts.extend([info.reason.clone(), format!("retryable {retryable}")]);
    }
    if let Some(delay) = details.retry_info().and_then(|info| info.retry_delay) {
        parts.push(format!("again after {delay:?}"));
    }
    for violation in details.quota_failure().iter().flat_map(|failure| &failure.violations) {
        parts.push(format!("limit {}", violation.subject));
    }
    parts.join(", ")
}
