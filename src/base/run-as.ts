import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { quoted } from './folders.ts'
import { OperatorError } from './operator-error.ts'

/** PostgreSQL refuses to run as root; it runs as this user instead. */
export type RunAs = { readonly uid: number; readonly gid: number; readonly name: string }

const NOBODY: RunAs = { uid: 65_534, gid: 65_534, name: 'nobody' }

/** The user `asylia` where the machine has one, else 65534. */
export async function unprivilegedUser(passwd = '/etc/passwd'): Promise<RunAs> {
  const lines = (await readFile(passwd, 'utf8')).split('\n').map((line) => line.split(':'))
  const line = lines.find(([name]) => name === 'asylia')
  const uid = Number(line?.[2])
  const gid = Number(line?.[3])
  if (line === undefined || !Number.isInteger(uid) || uid === 0 || !Number.isInteger(gid)) return NOBODY
  return { uid, gid, name: 'asylia' }
}

/** That user has to pass through every folder above; the first one that it cannot enter is named with the command that opens it. */
export async function demandEntrance(user: RunAs, path: string): Promise<void> {
  const closed = await firstClosed(user, foldersTo(path))
  if (closed === undefined) return
  throw new OperatorError(
    `The database runs as ${user.name} (uid ${user.uid}), who cannot enter ${closed}. ` +
      `Let everybody pass through it, without listing it: chmod o+x ${quoted(closed)} — or choose another folder with --data.`,
  )
}

function foldersTo(path: string): readonly string[] {
  return path === '/' ? ['/'] : [...foldersTo(dirname(path)), path]
}

/** Asked of the kernel as that user, since mode bits alone do not tell (access lists, security modules). */
function firstClosed(user: RunAs, folders: readonly string[]): Promise<string | undefined> {
  const script = 'for folder in "$@"; do cd "$folder" 2>/dev/null || { printf %s "$folder"; exit 1; }; done'
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', script, 'sh', ...folders], {
      cwd: '/',
      uid: user.uid,
      gid: user.gid,
      env: {},
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.on('error', reject)
    child.on('close', (code) => resolve(code === 0 ? undefined : said))
  })
}
