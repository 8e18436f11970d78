import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { OperatorError } from './operator-error.ts'

export type FolderLock = { release(): Promise<void> }

const FILE = 'lock'

/**
 * Keeps a second process away from a data folder; throws OperatorError when one is there. Two sockets hold the lock,
 * and the kernel drops both with the process, however that ends: an abstract one, which two starters cannot both get,
 * and one in the folder, which is also seen from a container that shares the folder but not the network. What a killed
 * process leaves of the second refuses connections and is taken over. `id` keeps strangers from guessing the name.
 */
export async function lockFolder(folder: string, id: string): Promise<FolderLock> {
  const door = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  const abstract = answering()
  try {
    const place = await door.stat({ bigint: true })
    const name = createHash('sha256').update(`${place.dev}:${place.ino}:${id}`).digest('hex')
    if (!(await listens(abstract, `\0asylia-${name.slice(0, 40)}`))) throw heldBy(folder, await askHolder(pathOf(door.fd)))
    const holder = await askHolder(pathOf(door.fd))
    if (holder !== undefined) throw heldBy(folder, holder)
    await rm(`${folder}/${FILE}`, { force: true })
    const visible = answering()
    await listens(visible, pathOf(door.fd))
    return {
      release: async () => {
        await Promise.all([closed(visible), closed(abstract)])
        await door.close()
      },
    }
  } catch (error) {
    await closed(abstract)
    await door.close()
    throw error
  }
}

/** The process number of whoever holds the lock of this folder now, 0 when it does not say; undefined when nobody does. */
export async function holderOf(folder: string): Promise<number | undefined> {
  const door = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    return await askHolder(pathOf(door.fd))
  } finally {
    await door.close()
  }
}

/** A socket address holds 107 bytes and a folder may have a longer path, so the folder is named by its descriptor. */
function pathOf(descriptor: number): string {
  return `/proc/self/fd/${descriptor}/${FILE}`
}

function heldBy(folder: string, holder: number | undefined): OperatorError {
  const who = holder === undefined || holder === 0 ? 'Another Asylia' : `Another Asylia (process ${holder})`
  return new OperatorError(`${who} is already running on ${folder}. Stop it first, or choose another folder with --data.`)
}

function answering(): Server {
  return createServer((socket) => {
    socket.on('error', () => undefined)
    socket.end(`${process.pid}\n`)
  }).unref()
}

function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)))
    server.listen({ path }, () => resolve(true))
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

/** Whoever holds the lock may be too busy to answer: a connection that stays silent is a holder without a number. */
function askHolder(path: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    let answer = ''
    let connected = false
    const socket = connect({ path }, () => (connected = true))
    socket.setEncoding('utf8').setTimeout(1_000, () => socket.destroy())
    socket.on('data', (text: string) => (answer += text))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(connected ? Number(/^[0-9]+/.exec(answer)?.[0] ?? 0) : undefined))
  })
}
