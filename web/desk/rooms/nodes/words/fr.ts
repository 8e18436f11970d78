export const fr = {
  'nodes.title': 'Autres installations',
  'nodes.none': 'Aucune autre installation n’est connue ici.',
  'nodes.none_teaches': 'L’opérateur en présente une : ./asylia node introduce.',
  'nodes.caption': '{n, plural, one {# installation} other {# installations}}',
  'nodes.name': 'Nom que nous lui donnons',
  'nodes.state': 'État',
  'nodes.state.active': 'échange',
  'nodes.silent': 'ne répond pas en ce moment : ce qui part attend, et ce qui est repris n’a pas encore disparu là-bas',
  'nodes.state.restored': 'revenue d’une sauvegarde plus ancienne',
  'nodes.state.behind': 'cette installation est revenue d’une sauvegarde plus ancienne',
  'nodes.state.forked': 'deux messages portent un même numéro',
  'nodes.state.revoked': 'terminé',
  'nodes.advice.restored': 'Rien ne part ni ne compte avant que l’opérateur ne reprenne. Demandez-leur d’abord ce qu’ils ont perdu.',
  'nodes.advice.behind':
    'Rien ne part ni ne compte avant que l’opérateur ne reprenne. Ce qui fut envoyé depuis la sauvegarde est redemandé.',
  'nodes.advice.forked':
    'Quelqu’un se tient peut-être entre vous. Prévenez l’opérateur : seules la fin et une nouvelle présentation avec de nouvelles clés aident.',
  'nodes.own': 'Notre empreinte, à lire à voix haute',
  'nodes.own_why':
    'Huit groupes de quatre. Lisez-les au téléphone ou face à face à quelqu’un dont vous connaissez la voix, jamais par courriel ni messagerie.',
  'nodes.offices': 'Ses bureaux',
  'nodes.trust.heard': 'proposés : {n, plural, one {# bureau} other {# bureaux}}',
  'nodes.trust.waits': 'sa liste de clés n’est pas encore arrivée',
  'nodes.trust.refused': 'non proposés : sa liste de clés ne tient pas ({code})',
  'nodes.trust.unheard': 'non proposés : personne de cette équipe n’a entendu son empreinte',
  'nodes.heard_by': 'entendue par {who}, {day}',
  'nodes.hear': 'Saisir l’empreinte de {name}',
  'nodes.hear_why':
    'Faites-la-vous lire au téléphone ou face à face par quelqu’un là-bas dont vous connaissez la voix. Vous signez avoir entendu exactement cela ; dès lors cette équipe peut sceller pour leurs bureaux.',
  'nodes.hear_typed': 'Huit groupes de quatre, comme vous les entendez',
  'nodes.hear_go': 'J’ai entendu ceci',
  'nodes.heard_done': 'Signé. Les bureaux de {name} peuvent être choisis.',
  'node.fingerprint_differs':
    'Ce n’est pas l’empreinte de ce qui se trouve sous ce nom sur ce serveur. Rien n’a été signé. Relisez-la-vous ; si elle diffère encore, prévenez l’opérateur : quelqu’un se tient peut-être entre vous.',
} as const
