//! Runs the scenario by the code that tonic generates. See ../README.md.

mod outcomes;
mod runner;
mod step;
mod streams;

use std::env;
use std::error::Error;
use std::fs;

use serde_json::Value;

use outcomes::outcome_of_failure;
use runner::Runner;
use step::Step;

/// The generated code.
#[allow(clippy::doc_lazy_continuation, clippy::doc_overindented_list_items, clippy::large_enum_variant)]
pub mod proto {
    tonic::include_proto!("sandkeep.v1");
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let scenario: Value = serde_json::from_str(&fs::read_to_string(env::var("SANDKEEP_SCENARIO")?)?)?;
    let mut runner = Runner::connect()?;
    for case in scenario["cases"].as_array().ok_or("the scenario has no cases")? {
        for (index, step) in case["steps"].as_array().ok_or("the case has no steps")?.iter().enumerate() {
            let step = Step(step);
            let outcome = runner.run(step).await.unwrap_or_else(|failure| outcome_of_failure(&failure));
            let name = case["name"].as_str().unwrap_or_default();
            println!("{name}\t{}\t{}\t{}", index + 1, step.text("call"), outcomes::shown(&outcome, step));
        }
    }
    Ok(())
}
