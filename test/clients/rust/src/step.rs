//! A step of the scenario, as scenario.json has it.

use std::time::Duration;

use serde_json::Value;

const LONGEST_CALL_S: f64 = 60.0;

#[derive(Clone, Copy)]
pub struct Step<'a>(pub &'a Value);

impl<'a> Step<'a> {
    pub fn has(&self, key: &str) -> bool {
        self.0.get(key).is_some()
    }

    /// Empty when the step does not say.
    pub fn text(&self, key: &str) -> &'a str {
        self.0[key].as_str().unwrap_or_default()
    }

    pub fn texts(&self, key: &str) -> Vec<String> {
        self.0[key].as_array().into_iter().flatten().filter_map(|text| text.as_str().map(String::from)).collect()
    }

    pub fn flag(&self, key: &str) -> bool {
        self.0[key].as_bool().unwrap_or_default()
    }

    pub fn count(&self, key: &str) -> usize {
        self.0[key].as_u64().unwrap_or_default() as usize
    }

    pub fn time(&self, key: &str) -> Option<Duration> {
        self.0[key].as_f64().map(Duration::from_secs_f64)
    }

    /// How long the call may take.
    pub fn timeout(&self) -> Duration {
        self.time("timeout_s").unwrap_or(Duration::from_secs_f64(LONGEST_CALL_S))
    }
}
