/** Runs in a worker of a browser: seals segments of one content, with no file to read and nobody to send them to. */
import { recipientOf } from '#crypto/age/identity.ts'
import { SEGMENT } from '#crypto/constants.ts'
import { sealSegment } from '#crypto/files/segment.ts'
import { answerAsks } from '#web/report/answer-asks.ts'

const recipient = recipientOf(new Uint8Array(32).fill(7))
const plain = new Uint8Array(SEGMENT).map((_, at) => at * 31)

async function seal(count: number): Promise<number> {
  let bytes = 0
  for (let at = 0; at < count; at += 1) bytes += (await sealSegment(recipient, plain)).length
  return bytes
}

answerAsks({ seal })
