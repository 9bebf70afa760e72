import Foundation

/// A program that can't be started.
struct SpawnError: Error, CustomStringConvertible {
    let program: String
    /// An `errno`.
    let code: Int32

    var description: String {
        "\(program) can't be started: \(String(cString: strerror(code))); name a program by its path, or one in PATH"
    }
}

/// A child process with pipes for its input and output. All that is unsafe about starting one is in this file.
///
/// Foundation's `Process` is no use here: it learns of a child's end from a socket that grandchildren inherit, and writing to
/// a child that has closed its input would end this program with SIGPIPE.
final class SpawnedProcess {
    private let process: pid_t
    private var input: Int32
    private let output: Int32
    private var status: Int32?

    /// Starts `words[0]`, looked for in this program's `PATH` where it holds no slash, as leader of a process group.
    ///
    /// - Throws: `SpawnError`.
    init(_ words: [String], environment: [String: String]) throws(SpawnError) {
        let toChild = try Self.makePipe(for: words[0])
        let fromChild: (read: Int32, write: Int32)
        do {
            fromChild = try Self.makePipe(for: words[0])
        } catch {
            close(toChild.read)
            close(toChild.write)
            throw error
        }
        var child: pid_t = 0
        let code = Self.spawn(&child, words, environment, input: toChild.read, output: fromChild.write)
        close(toChild.read)
        close(fromChild.write)
        guard code == 0 else {
            close(toChild.write)
            close(fromChild.read)
            throw SpawnError(program: words[0], code: code)
        }
        process = child
        input = toChild.write
        output = fromChild.read
        for end in [input, output] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
    }

    deinit {
        closeInput()
        close(output)
    }

    private static func makePipe(for program: String) throws(SpawnError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw SpawnError(program: program, code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// - Returns: an `errno`, or 0.
    private static func spawn(
        _ child: inout pid_t, _ words: [String], _ environment: [String: String], input: Int32, output: Int32
    ) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF))
        posix_spawnattr_setpgroup(&attributes, 0)
        // What this program ignores, a command does not: `yes | head -1` in a script would never end.
        var pipeSignal = sigset_t()
        sigemptyset(&pipeSignal)
        sigaddset(&pipeSignal, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &pipeSignal)
        var arguments = words.map { strdup($0) } + [nil]
        var variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        return posix_spawnp(&child, words[0], &actions, &attributes, &arguments, &variables)
    }

    /// Writes what its input takes and reads what it printed, after waiting for either.
    func exchange(
        input remaining: inout ArraySlice<UInt8>, waitingMilliseconds: Int32, onOutput: (ArraySlice<UInt8>) -> Void
    ) {
        if remaining.isEmpty { closeInput() }
        var ends = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
        ]
        // Once nothing holds its output open any more, waiting for it would not wait.
        if poll(&ends, 2, waitingMilliseconds) > 0, ends[0].revents & Int16(POLLIN | POLLHUP) == Int16(POLLHUP) {
            usleep(UInt32(waitingMilliseconds) * 1000)
        }
        feed(&remaining)
        drain(onOutput)
    }

    /// A child that has closed its input gets no more of it: that is its right.
    private func feed(_ remaining: inout ArraySlice<UInt8>) {
        guard input >= 0 else { return }
        let count = withoutPipeSignal { remaining.withUnsafeBytes { write(input, $0.baseAddress, $0.count) } }
        if count > 0 { remaining = remaining.dropFirst(count) }
        if remaining.isEmpty || count < 0 && errno != EAGAIN && errno != EINTR { closeInput() }
    }

    private func drain(_ onOutput: (ArraySlice<UInt8>) -> Void) {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        var count = 0
        repeat {
            count = read(output, &buffer, buffer.count)
            if count > 0 { onOutput(buffer[..<count]) }
        } while count > 0
    }

    /// Writing to a pipe that nobody reads ends the program, unless the thread that writes holds the signal off. The `mercer`
    /// command ignores the signal; whoever else uses this library is not made to.
    private func withoutPipeSignal(_ body: () -> Int) -> Int {
        var pipeSignal = sigset_t(), before = sigset_t()
        sigemptyset(&pipeSignal)
        sigaddset(&pipeSignal, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipeSignal, &before)
        let count = body()
        let code = errno
        var noTime = timespec(tv_sec: 0, tv_nsec: 0)
        if count < 0, code == EPIPE { sigtimedwait(&pipeSignal, nil, &noTime) }
        pthread_sigmask(SIG_SETMASK, &before, nil)
        errno = code
        return count
    }

    private func closeInput() {
        guard input >= 0 else { return }
        close(input)
        input = -1
    }

    /// How it ended; nil while it runs.
    var ending: ChildCommand.Ending? {
        if status == nil {
            var found: Int32 = 0
            if waitpid(process, &found, WNOHANG) == process { status = found }
        }
        return status.map { $0 & 0x7F == 0 ? .exited($0 >> 8 & 0xFF) : .signalled($0 & 0x7F) }
    }

    /// Asks the command and all it started to end, and after a while makes them.
    func end(within seconds: Double, onOutput: (ArraySlice<UInt8>) -> Void) {
        closeInput()
        kill(-process, SIGTERM)
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ending == nil, ContinuousClock.now < deadline {
            usleep(10_000)
            drain(onOutput)
        }
        kill(-process, SIGKILL)
        // Killed is as good as ended, save for a process the kernel can't get hold of: that one is left behind.
        let last = ContinuousClock.now + .seconds(1)
        while ending == nil, ContinuousClock.now < last { usleep(10_000) }
        drain(onOutput)
    }
}
