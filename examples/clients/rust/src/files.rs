//! Files, in frames.

use tonic::Status;

use crate::proto::write_file_request::Frame;
use crate::proto::{ReadFileRequest, WriteFileHeader, WriteFileRequest};
use crate::{CALL_TIMEOUT, Daemon, with_timeout};

/// The most that one frame of a file may have.
const CHUNK_BYTES: usize = 256 * 1024;

/// Replaces the file when the last frame has come, never in part.
pub async fn write(daemon: &Daemon, sandbox_id: &str, path: &str, data: &[u8]) -> Result<(), Status> {
    let header = WriteFileHeader { sandbox_id: sandbox_id.into(), path: path.into(), ..Default::default() };
    let mut frames = vec![WriteFileRequest { frame: Some(Frame::Header(header)) }];
    for piece in data.chunks(CHUNK_BYTES) {
        frames.push(WriteFileRequest { frame: Some(Frame::Data(piece.to_vec())) });
    }
    let request = with_timeout(tokio_stream::iter(frames), CALL_TIMEOUT);
    daemon.files.clone().write_file(request).await?;
    Ok(())
}

pub async fn read(daemon: &Daemon, sandbox_id: &str, path: &str) -> Result<Vec<u8>, Status> {
    let request = ReadFileRequest { sandbox_id: sandbox_id.into(), path: path.into(), ..Default::default() };
    let mut frames = daemon.files.clone().read_file(with_timeout(request, CALL_TIMEOUT)).await?.into_inner();
    let mut data = Vec::new();
    while let Some(frame) = frames.message().await? {
        data.extend(frame.data);
    }
    Ok(data)
}
