//! Rust from the contract, without protoc: protox reads the .proto files, and tonic writes the client.
use std::error::Error;

const CONTRACT: &str = "../../../proto";
const SERVICES: [&str; 5] = ["event", "exec", "file", "sandbox", "session"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={CONTRACT}");
    let files = SERVICES.map(|name| format!("sandkeep/v1/{name}_service.proto"));
    let descriptors = protox::compile(files, [CONTRACT])?;
    tonic_prost_build::configure().build_server(false).compile_fds(descriptors)?;
    Ok(())
}
