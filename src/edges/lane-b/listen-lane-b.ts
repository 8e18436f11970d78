import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { OperatorError } from '#base/operator-error.ts'
import { Refusal } from '#kernel/refusal.ts'
import { machineObjection } from './hardening.ts'
import type { RosterFile, ToChild, ToParent } from './messages.ts'

/** Processes that wait for a connection, and how many may work at once. */
const WARM = 2
const MOST = 16
const LONGEST_MS = 75_000
const PRLIMIT = '/usr/bin/prlimit'

export type LaneBOptions = {
  readonly host: string
  readonly port: number
  /** The only name that is answered; null when the operator's switch opens it under every name. */
  readonly onion: string | null
  readonly buildTime: Date
  /** The files that everybody may read, as they are now. */
  readonly rosterFiles: () => Promise<Readonly<Record<RosterFile, Uint8Array>>>
  /** Files a sealed frame as intake does for everybody; throws its refusal. */
  readonly file: (frame: Uint8Array) => Promise<void>
}

export type LaneB = { readonly port: number; close(): Promise<void> }

/**
 * The listener of the form without scripts. It accepts connections and reads nothing of them: each goes to a process of
 * its own, which ends with its answer. Refuses in a sentence where this machine could write memory to disk. guards T-02
 */
export async function listenLaneB(options: LaneBOptions): Promise<LaneB> {
  const objection = await machineObjection()
  if (objection !== null) throw new OperatorError(objection)
  const rooms = openRooms(options)
  const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => rooms.take(socket))
  await rooms.warmUp()
  await listening(server, options)
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      rooms.close()
      await closed
    },
  }
}

function listening(server: Server, { host, port }: LaneBOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', () =>
      reject(new OperatorError(`The form without scripts cannot listen on port ${port}. Choose another one with ASYLIA_LANE_B_LISTEN.`)),
    )
    server.listen(port, host, () => resolve())
  })
}

function openRooms(options: LaneBOptions) {
  const warm: ChildProcess[] = []
  const all = new Set<ChildProcess>()
  let closing = false

  async function warmUp(): Promise<void> {
    while (!closing && warm.length < WARM) warm.push(await startChild(options, all))
  }

  /** One that still lives; a process may have ended while it waited. */
  function nextWarm(): ChildProcess | undefined {
    const child = warm.shift()
    return child === undefined || child.connected ? child : nextWarm()
  }

  async function give(socket: Socket): Promise<void> {
    const child = nextWarm() ?? (await startChild(options, all))
    // The next connection tries again and meets the reason.
    void warmUp().catch(() => undefined)
    const files = await options.rosterFiles()
    const message: ToChild = {
      kind: 'connection',
      onion: options.onion,
      buildTime: options.buildTime.toISOString(),
      files: { pins: text(files.pins), roster: text(files.roster), epochs: text(files.epochs), recipients: text(files.recipients) },
    }
    child.send(message, socket, { keepOpen: false })
    setTimeout(() => child.kill('SIGKILL'), LONGEST_MS).unref()
  }

  return {
    warmUp,
    take(socket: Socket): void {
      if (closing || all.size >= MOST + WARM) socket.destroy()
      else void give(socket).catch(() => socket.destroy())
    },
    close(): void {
      closing = true
      for (const child of all) child.kill('SIGKILL')
    },
  }
}

/** A process with an empty environment and no core file (`prlimit` of util-linux), ready for one connection. */
async function startChild(options: LaneBOptions, all: Set<ChildProcess>): Promise<ChildProcess> {
  const entry = join(import.meta.dirname, 'child.ts')
  const child = spawn(PRLIMIT, ['--core=1:1', process.execPath, entry], {
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  all.add(child)
  child.once('exit', () => all.delete(child))
  const ready = new Promise<void>((resolve, reject) => {
    child.once('error', () => reject(new OperatorError('The form without scripts needs prlimit, which Debian has in util-linux.')))
    child.once('exit', () => reject(new OperatorError('A process of the form without scripts ended before it was ready.')))
    child.on('message', (message: ToParent) => {
      if (message.kind === 'ready') resolve()
      else if (message.kind === 'objects') reject(new OperatorError(message.says))
      else void fileFor(child, options, message.frame)
    })
  })
  await ready
  return child
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

async function fileFor(child: ChildProcess, options: LaneBOptions, frame: string): Promise<void> {
  const outcome = await options.file(new Uint8Array(Buffer.from(frame, 'base64'))).then(() => 'ok' as const, outcomeOf)
  const message: ToChild = { kind: 'filed', outcome }
  if (child.connected) child.send(message)
}

/** A refusal of intake means: nothing was stored, try again later. The rest is our fault, and neither has words. */
function outcomeOf(error: unknown): 'full' | 'fault' {
  return error instanceof Refusal ? 'full' : 'fault'
}
