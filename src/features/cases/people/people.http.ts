import { type Door, door } from '#base/door.ts'
import type { Caller } from '#features/teams/index.ts'
import { keepPerson, linkPeople, type PeopleDesk, sayLiberty, sayStatus, unlinkPeople, viewLinks, viewPeople } from './keep-people.ts'
import * as contract from './person.contract.ts'
import { findPeople, giveIdentity, notePrint, takeIdentity } from './unseal.ts'

/** Base64 of the largest card, and what stands around it. */
const ONE_CARD = 393_216

/** Doors of a member to the people of their cases. */
export function peopleDoors(desk: PeopleDesk): Door<Caller>[] {
  return [
    door('/api/desk/people/list', contract.PeopleInput, ({ caller, input }) => viewPeople(desk, caller, input)),
    door('/api/desk/people/keep', contract.KeepPersonInput, ({ caller, input }) => keepPerson(desk, caller, input)),
    door('/api/desk/people/status', contract.StatusInput, ({ caller, input }) => sayStatus(desk, caller, input)),
    door('/api/desk/people/liberty', contract.LibertyInput, ({ caller, input }) => sayLiberty(desk, caller, input)),
    door('/api/desk/people/link', contract.LinkPeopleInput, ({ caller, input }) => linkPeople(desk, caller, input)),
    door('/api/desk/people/unlink', contract.UnlinkPeopleInput, ({ caller, input }) => unlinkPeople(desk, caller, input)),
    door('/api/desk/people/links', contract.PersonInput, ({ caller, input }) => viewLinks(desk, caller, input)),
    door('/api/desk/people/printed', contract.PrintedInput, ({ caller, input }) => notePrint(desk, caller, input)),
    door('/api/desk/people/unseal/find', contract.FindInput, ({ caller, input }) => findPeople(desk, caller, input.people)),
    door('/api/desk/people/unseal/give', contract.GiveInput, ({ caller, input }) => giveIdentity(desk, caller, input), ONE_CARD),
    door('/api/desk/people/unseal/take', contract.TakeInput, ({ caller, input }) => takeIdentity(desk, caller, input.approval)),
  ]
}
