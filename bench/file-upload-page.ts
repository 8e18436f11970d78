/** Stands in a page of a browser: sends a file exactly as the reporting page does, with its own sender and its own workers. */
import { recipientOf } from '#crypto/age/identity.ts'
import { hex, randomBytes } from '#crypto/bytes.ts'
import { SEGMENT } from '#crypto/constants.ts'
import { planSet } from '#crypto/files/set-plan.ts'
import { openSender } from '#web/report/files/sender.ts'
import type { Shell } from '#web/report/screens.ts'
import { openWork } from '#web/report/work.ts'

type Asked = { readonly worker: string; readonly sealer: string; readonly count: number }

const scope = globalThis as unknown as { send: (asked: Asked) => Promise<number>; seal: (asked: Asked) => Promise<number> }

/** Milliseconds from the first look at the server to the last answer. */
scope.send = async ({ worker }) => {
  const [blob] = [...((document.querySelector('input') as HTMLInputElement).files ?? [])]
  if (blob === undefined) throw new Error('no file was picked')
  const gone = new AbortController().signal
  const shell = { gone, newWork: () => openWork(worker) } as unknown as Shell
  const segments = planSet(blob.size, SEGMENT).count
  const common = { n: 1, segment: SEGMENT, segments } as const
  const recipient = recipientOf(randomBytes(32))
  const upload = { ...common, item: hex(randomBytes(16)), set: hex(randomBytes(16)), token: randomBytes(32), recipient }
  const pick = { ...common, blob, name: blob.name, type: '', size: blob.size, probe: '' }
  const began = performance.now()
  const sending = openSender(shell, [upload], [pick], () => undefined)
  if (!(await sending.finished)) throw new Error('the file did not arrive')
  return performance.now() - began
}

/** Milliseconds in which two workers seal so many segments and send nothing. They are as new as those that send. */
scope.seal = async ({ sealer, count }) => {
  const began = performance.now()
  const works = [openWork(sealer), openWork(sealer)]
  await Promise.all(works.map((work) => work.call('seal', count / works.length)))
  const ended = performance.now()
  for (const work of works) work.end()
  return ended - began
}
