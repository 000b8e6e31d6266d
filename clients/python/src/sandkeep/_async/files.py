"""Files inside a sandbox. Paths are absolute paths as the sandbox sees them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from .._gen import messages
from .._policy import new_request_id
from ..errors import FileNotFound
from .calls import AsyncCalls, AsyncData

_PAGE_SIZE = 1000


class AsyncFiles:
    """Files of one sandbox. Every call counts as activity for as long as it runs.

    >>> await box.files.write_text("/workspace/a.txt", "hello")  # doctest: +SKIP
    >>> await box.files.read_text("/workspace/a.txt")  # doctest: +SKIP
    'hello'
    """

    def __init__(self, calls: AsyncCalls, sandbox_id: str) -> None:
        self._calls = calls
        self._sandbox_id = sandbox_id

    async def read_bytes(self, path: str, *, offset: int = 0, limit: int = 0, timeout_s: float | None = None) -> bytes:
        """The whole file, or ``limit`` bytes of it from ``offset`` on.

        Raises FileNotFound, NotAFile, InvalidPath, PathEscapes, RangeNotSatisfiable or FileTooLarge.

        >>> await box.files.read_bytes("/workspace/a.bin", limit=4)  # doctest: +SKIP
        """
        request = messages.ReadFileRequest(sandbox_id=self._sandbox_id, path=path, offset=offset, limit=limit)
        frames = await self._calls.read_all(self._calls.stubs.file.ReadFile, request, timeout_s)
        return b"".join(frame.data for frame in frames)

    async def read_text(self, path: str, *, encoding: str = "utf-8", timeout_s: float | None = None) -> str:
        """The whole file as text. Errors: those of ``read_bytes``, and UnicodeDecodeError.

        >>> await box.files.read_text("/workspace/a.txt")  # doctest: +SKIP
        """
        return (await self.read_bytes(path, timeout_s=timeout_s)).decode(encoding)

    async def read_stream(
        self, path: str, *, offset: int = 0, limit: int = 0, timeout_s: float | None = None
    ) -> AsyncIterator[bytes]:
        """The file in pieces of at most 256 KiB. Errors: those of ``read_bytes``.

        Not begun again when the daemon restarts, for the file may be another one then: that is DaemonUnreachable, and
        the caller may go on with ``offset``.

        >>> async for piece in box.files.read_stream("/workspace/big.bin"):  # doctest: +SKIP
        ...     digest.update(piece)
        """
        request = messages.ReadFileRequest(sandbox_id=self._sandbox_id, path=path, offset=offset, limit=limit)
        stream = await self._calls.stream(self._calls.stubs.file.ReadFile, request, timeout_s)
        try:
            while (frame := await stream.read()) is not None:
                yield frame.data
        finally:
            await stream.cancel()

    async def write_bytes(
        self,
        path: str,
        data: AsyncData,
        *,
        mode: int | None = None,
        create_parents: bool = False,
        append: bool = False,
        must_not_exist: bool = False,
        if_match: str = "",
        timeout_s: float | None = None,
    ) -> messages.FileEntry:
        """Writes a file from bytes, a file open for reading, or pieces of any size.

        It replaces the old one at the end, never in part. ``mode`` are permission bits: None keeps those of the old
        file. ``if_match`` is an etag that the replaced file must have. Raises ReadOnlyPath, FileExists, FileNotFound,
        Conflict, NoSpace, InvalidPath or PathEscapes.

        >>> await box.files.write_bytes("/workspace/a.bin", b"0123", mode=0o600)  # doctest: +SKIP
        """
        header = messages.WriteFileHeader(
            sandbox_id=self._sandbox_id,
            path=path,
            mode=mode,
            create_parents=create_parents,
            append=append,
            must_not_exist=must_not_exist,
            if_match=if_match,
        )
        answer = await self._calls.upload(
            self._calls.stubs.file.WriteFile,
            messages.WriteFileRequest(header=header),
            lambda piece: messages.WriteFileRequest(data=piece),
            data,
            # Done twice these say something else the second time.
            is_safe=not (append or must_not_exist or if_match),
            timeout_s=timeout_s,
        )
        return answer.entry

    async def write_text(
        self,
        path: str,
        text: str,
        *,
        encoding: str = "utf-8",
        mode: int | None = None,
        create_parents: bool = False,
        append: bool = False,
        timeout_s: float | None = None,
    ) -> messages.FileEntry:
        """Writes text. Errors: those of ``write_bytes``.

        >>> await box.files.write_text("/workspace/log", "more\\n", append=True)  # doctest: +SKIP
        """
        data = text.encode(encoding)
        return await self.write_bytes(
            path, data, mode=mode, create_parents=create_parents, append=append, timeout_s=timeout_s
        )

    async def stat(self, path: str, *, follow_link: bool = False, timeout_s: float | None = None) -> messages.FileEntry:
        """One entry. Raises FileNotFound or InvalidPath.

        >>> (await box.files.stat("/workspace/a.txt")).size_bytes  # doctest: +SKIP
        5
        """
        request = messages.StatFileRequest(sandbox_id=self._sandbox_id, path=path, follow_link=follow_link)
        return (await self._calls.unary(self._calls.stubs.file.StatFile, request, timeout_s)).entry

    async def exists(self, path: str, *, timeout_s: float | None = None) -> bool:
        """Whether there is something. Raises InvalidPath or PathEscapes.

        >>> await box.files.exists("/workspace/a.txt")  # doctest: +SKIP
        True
        """
        try:
            await self.stat(path, timeout_s=timeout_s)
        except FileNotFound:
            return False
        return True

    async def list(
        self, path: str, *, depth: int = 1, exclude: Sequence[str] = (), timeout_s: float | None = None
    ) -> AsyncIterator[messages.FileEntry]:
        """What lies below a directory, ``depth`` levels deep, by path; asks by page. ``timeout_s`` is that of a page.

        Raises FileNotFound, NotADirectory or FileTooLarge.

        >>> [entry.path async for entry in box.files.list("/workspace")]  # doctest: +SKIP
        """
        request = messages.ListFilesRequest(
            sandbox_id=self._sandbox_id, path=path, depth=depth, exclude=exclude, page_size=_PAGE_SIZE
        )
        while True:
            page = await self._calls.unary(self._calls.stubs.file.ListFiles, request, timeout_s)
            for entry in page.entries:
                yield entry
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def make_directory(
        self, path: str, *, mode: int | None = None, create_parents: bool = False, timeout_s: float | None = None
    ) -> messages.FileEntry:
        """Makes a directory; one that is there already is success.

        Raises FileExists, FileNotFound, NotADirectory, ReadOnlyPath, NoSpace, PathEscapes or NotSupported.

        >>> await box.files.make_directory("/workspace/a/b", create_parents=True)  # doctest: +SKIP
        """
        request = messages.MakeDirectoryRequest(
            sandbox_id=self._sandbox_id,
            path=path,
            mode=mode,
            create_parents=create_parents,
            request_id=new_request_id(),
        )
        return (await self._calls.unary(self._calls.stubs.file.MakeDirectory, request, timeout_s)).entry

    async def remove(
        self, path: str, *, recursive: bool = False, allow_missing: bool = False, timeout_s: float | None = None
    ) -> bool:
        """Removes a file, a link itself, or a directory; False when it was missing already and may be.

        Raises FileNotFound, DirectoryNotEmpty, ReadOnlyPath, FilePermissionDenied, PathEscapes or NotSupported.

        >>> await box.files.remove("/workspace/a", recursive=True)  # doctest: +SKIP
        True
        """
        request = messages.RemoveFileRequest(
            sandbox_id=self._sandbox_id,
            path=path,
            recursive=recursive,
            allow_missing=allow_missing,
            request_id=new_request_id(),
        )
        return (await self._calls.unary(self._calls.stubs.file.RemoveFile, request, timeout_s)).removed

    async def move(
        self, from_path: str, to_path: str, *, overwrite: bool = False, timeout_s: float | None = None
    ) -> messages.FileEntry:
        """Moves or renames.

        Raises FileNotFound, FileExists, ReadOnlyPath, FilePermissionDenied, InvalidPath, PathEscapes, NoSpace,
        FileTooLarge or NotSupported.

        >>> await box.files.move("/workspace/a.txt", "/workspace/b.txt")  # doctest: +SKIP
        """
        request = messages.MoveFileRequest(
            sandbox_id=self._sandbox_id,
            from_path=from_path,
            to_path=to_path,
            overwrite=overwrite,
            request_id=new_request_id(),
        )
        return (await self._calls.unary(self._calls.stubs.file.MoveFile, request, timeout_s)).entry

    async def chmod(self, path: str, mode: int, *, timeout_s: float | None = None) -> messages.FileEntry:
        """Sets permission bits, at most 0o777; links are followed.

        Raises FileNotFound, ReadOnlyPath, FilePermissionDenied, PathEscapes or NotSupported.

        >>> await box.files.chmod("/workspace/run.sh", 0o755)  # doctest: +SKIP
        """
        request = messages.ChmodFileRequest(
            sandbox_id=self._sandbox_id, path=path, mode=mode, request_id=new_request_id()
        )
        return (await self._calls.unary(self._calls.stubs.file.ChmodFile, request, timeout_s)).entry

    async def glob(
        self,
        path: str,
        pattern: str,
        *,
        limit: int = 0,
        exclude: Sequence[str] = (),
        include_hidden: bool = False,
        timeout_s: float | None = None,
    ) -> messages.GlobFilesResponse:
        """Entries whose path matches, at most ``limit`` (0: 200); ``truncated`` says whether there are more.

        Raises FileNotFound, NotADirectory, InvalidField or FileTooLarge.

        >>> (await box.files.glob("/workspace", "**/*.py")).entries  # doctest: +SKIP
        """
        request = messages.GlobFilesRequest(
            sandbox_id=self._sandbox_id,
            path=path,
            pattern=pattern,
            limit=limit,
            exclude=exclude,
            include_hidden=include_hidden,
        )
        return await self._calls.unary(self._calls.stubs.file.GlobFiles, request, timeout_s)

    async def grep(
        self,
        path: str,
        pattern: str,
        *,
        regex: bool = False,
        ignore_case: bool = False,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        context_lines: int = 0,
        limit: int = 0,
        timeout_s: float | None = None,
    ) -> messages.GrepFilesResponse:
        """Lines that match, at most ``limit`` (0: 100); ``truncated`` says whether there are more.

        Raises FileNotFound, InvalidField or FileTooLarge.

        >>> (await box.files.grep("/workspace", "TODO")).matches[0].line_number  # doctest: +SKIP
        """
        request = messages.GrepFilesRequest(
            sandbox_id=self._sandbox_id,
            path=path,
            pattern=pattern,
            regex=regex,
            ignore_case=ignore_case,
            include=include,
            exclude=exclude,
            context_lines=context_lines,
            limit=limit,
        )
        return await self._calls.unary(self._calls.stubs.file.GrepFiles, request, timeout_s)

    async def replace(
        self,
        path: str,
        pattern: str,
        replacement: str,
        *,
        regex: bool = False,
        ignore_case: bool = False,
        limit: int = 0,
        if_match: str = "",
        timeout_s: float | None = None,
    ) -> messages.ReplaceInFileResponse:
        """Replaces text in a file, in one step; ``count`` says how often. ``limit`` 0 replaces all.

        Raises FileNotFound, NotAFile, NotText, InvalidField, Conflict, ReadOnlyPath, FileTooLarge or NoSpace.

        >>> (await box.files.replace("/workspace/a.py", "foo", "bar")).count  # doctest: +SKIP
        """
        request = messages.ReplaceInFileRequest(
            sandbox_id=self._sandbox_id,
            path=path,
            pattern=pattern,
            regex=regex,
            ignore_case=ignore_case,
            replacement=replacement,
            limit=limit,
            if_match=if_match,
            request_id=new_request_id(),
        )
        return await self._calls.unary(self._calls.stubs.file.ReplaceInFile, request, timeout_s)

    async def copy_in(
        self,
        path: str,
        tar: AsyncData,
        *,
        overwrite: bool = False,
        strip_components: int = 0,
        create_parents: bool = False,
        timeout_s: float | None = None,
    ) -> messages.CopyInResponse:
        """Unpacks a plain tar into a directory. What came before a failure stays.

        Raises ArchiveRefused, FileTooLarge, FileExists, FileNotFound, NotADirectory, ReadOnlyPath or NoSpace.

        >>> with open("tree.tar", "rb") as tar:  # doctest: +SKIP
        ...     await box.files.copy_in("/workspace", tar, overwrite=True)
        """
        header = messages.CopyInHeader(
            sandbox_id=self._sandbox_id,
            path=path,
            overwrite=overwrite,
            strip_components=strip_components,
            create_parents=create_parents,
        )
        return await self._calls.upload(
            self._calls.stubs.file.CopyIn,
            messages.CopyInRequest(header=header),
            lambda piece: messages.CopyInRequest(data=piece),
            tar,
            is_safe=overwrite,
            timeout_s=timeout_s,
        )

    async def copy_out(
        self, path: str, *, exclude: Sequence[str] = (), timeout_s: float | None = None
    ) -> AsyncIterator[bytes]:
        """Packs a directory, or one file, into a plain tar, in pieces of at most 256 KiB.

        Raises FileNotFound, NotAFile, FileTooLarge or PathEscapes.

        >>> async for piece in box.files.copy_out("/workspace"):  # doctest: +SKIP
        ...     tar.write(piece)
        """
        request = messages.CopyOutRequest(sandbox_id=self._sandbox_id, path=path, exclude=exclude)
        stream = await self._calls.stream(self._calls.stubs.file.CopyOut, request, timeout_s)
        try:
            while (frame := await stream.read()) is not None:
                if frame.HasField("data"):
                    yield frame.data
        finally:
            await stream.cancel()

    async def watch(
        self, path: str, *, recursive: bool = False, timeout_s: float | None = None
    ) -> AsyncIterator[messages.FileChange | None]:
        """What changes in a directory of a mount, until the caller leaves the loop.

        None comes first, when the watch has begun, and again when changes were lost: look at the tree then. Raises
        NotSupported, FileNotFound, NotADirectory, FileTooLarge or TooManyRequests; DaemonUnreachable ends it.

        >>> async for change in box.files.watch("/workspace"):  # doctest: +SKIP
        ...     print(change.path if change else "look at the tree")
        """
        request = messages.WatchFilesRequest(sandbox_id=self._sandbox_id, path=path, recursive=recursive)
        stream = await self._calls.stream(self._calls.stubs.file.WatchFiles, request, timeout_s)
        try:
            while (frame := await stream.read()) is not None:
                yield frame.change if frame.HasField("change") else None
        finally:
            await stream.cancel()
