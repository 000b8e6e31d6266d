//! What a step shows of an answer or an error.

use std::collections::HashMap;
use std::error::Error;
use std::iter;

use serde_json::{Value, json};
use tonic::{Code, Status, TimeoutExpired};
use tonic_types::StatusExt;

use crate::proto::Sandbox;
use crate::step::Step;

const NEW_OUTCOMES: [&str; 3] = ["CREATED", "CLAIMED", "RESTORED"];

/// A sandbox under its name in the scenario, as an answer told of it.
#[derive(Clone)]
pub struct SeenSandbox {
    pub sandbox: Sandbox,
    /// Without prefix; empty unless it was acquired.
    pub outcome: String,
    pub url: String,
}

/// What the step expects to be told, by name.
pub fn shown(outcome: &Value, step: Step) -> String {
    let expected = step.0["expect"].as_object().into_iter().flatten();
    let parts: Vec<String> = expected.map(|(key, _)| format!("{key}={}", outcome[key])).collect();
    parts.join(" ")
}

pub fn outcome_of_sandbox(seen: &SeenSandbox, others: &HashMap<String, SeenSandbox>) -> Value {
    let mut outcome = json!({
        "id": seen.sandbox.id,
        "outcome": seen.outcome,
        "state": short(seen.sandbox.state().as_str_name(), "SANDBOX_STATE_"),
        "generation": seen.sandbox.generation,
        "has_url": !seen.url.is_empty(),
        "is_new": NEW_OUTCOMES.contains(&seen.outcome.as_str()),
    });
    for (name, other) in others {
        outcome[format!("same_as_{name}")] = json!(other.sandbox.id == seen.sandbox.id);
    }
    outcome
}

pub fn outcome_of_state(sandbox: Option<Sandbox>) -> Value {
    json!({ "state": short(sandbox.unwrap_or_default().state().as_str_name(), "SANDBOX_STATE_") })
}

pub fn outcome_of_failure(failure: &Status) -> Value {
    let details = failure.get_error_details();
    let mut outcome = json!({ "status": status_name(code_of(failure)), "error": "", "fields": "" });
    if let Some(info) = details.error_info() {
        outcome["error"] = json!(info.reason);
        outcome["domain"] = json!(info.domain);
        outcome["has_hint"] = json!(info.metadata.get("hint").is_some_and(|hint| !hint.is_empty()));
        outcome["retryable"] = json!(info.metadata.get("retryable").is_some_and(|value| value == "true"));
        for (key, value) in &info.metadata {
            outcome[format!("metadata_{key}")] = json!(value);
        }
    }
    if let Some(delay) = details.retry_info().and_then(|info| info.retry_delay) {
        outcome["retry_after_s"] = number(delay.as_secs_f64());
    }
    if let Some(violation) = details.quota_failure().and_then(|quota| quota.violations.first()) {
        outcome["quota"] = json!(violation.subject);
    }
    if let Some(request) = details.bad_request() {
        let fields: Vec<&str> = request.field_violations.iter().map(|violation| violation.field.as_str()).collect();
        outcome["fields"] = json!(fields.join(","));
    }
    outcome
}

/// The name of an enum value without its prefix. A value that is not known is read as the first one, UNSPECIFIED.
pub fn short<'a>(name: &'a str, prefix: &str) -> &'a str {
    name.strip_prefix(prefix).unwrap_or(name)
}

/// Whole numbers without a fraction, as JSON has them elsewhere.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 { json!(value as i64) } else { json!(value) }
}

/// A deadline that tonic saw pass is CANCELLED to it; the cause says which of the two it was.
fn code_of(failure: &Status) -> Code {
    let mut causes = iter::successors(failure.source(), |&cause| cause.source());
    let is_late = causes.any(|cause| cause.is::<TimeoutExpired>());
    if is_late { Code::DeadlineExceeded } else { failure.code() }
}

/// As the specification of gRPC writes it: RESOURCE_EXHAUSTED of ResourceExhausted.
fn status_name(code: Code) -> String {
    let mut name = String::new();
    for letter in format!("{code:?}").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    name
}
