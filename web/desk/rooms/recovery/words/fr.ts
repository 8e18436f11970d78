export const fr = {
  'recovery.title': 'Récupération par des dépositaires',
  'recovery.none': 'Il n’y a pas de dépositaires. Si tous les membres perdent leurs clés, plus rien ne pourra être ouvert ici.',
  'recovery.what':
    'Trois dépositaires gardent chacun une part. Deux d’entre eux peuvent ouvrir la boîte et les dossiers de l’équipe après 72 heures ; un seul n’ouvre rien.',
  'recovery.since': 'En vigueur depuis le {day}, version {version}.',
  'recovery.custodian': '{name} · {fingerprint}',
  'recovery.asked': 'demandé le {day}',
  'recovery.unvouched':
    'Le serveur montre une clé de récupération qu’aucune ancre de la liste n’a signée. Rien n’est scellé pour elle. Prévenez les opérateurs par une autre voie.',
  'recovery.uncovered': '{count, plural, one {# clé n’est} other {# clés ne sont}} pas encore scellées pour la clé de récupération.',
  'recovery.cover': 'Les sceller aussi pour elle',
  'recovery.waiting': 'La version {version} attend une deuxième ancre.',
  'recovery.waiting_mine': 'Vous avez signé la version {version}. Elle attend une autre ancre de l’équipe.',
  'recovery.sign': 'Vérifier et signer comme deuxième ancre',
  'recovery.due.maker_left': 'La personne qui a fait la clé de récupération est partie. Faites-en une nouvelle.',
  'recovery.due.used': 'La récupération a servi le {day}. Changez toutes les clés et faites une nouvelle clé de récupération.',
  'recovery.requested':
    '{count, plural, one {# dépositaire demande} other {# dépositaires demandent}} la récupération pour {member} ({fingerprint}).',
  'recovery.ready':
    'Pas avant {time}. Si vous êtes là et ne vous y attendiez pas, faites tout de suite une nouvelle clé de récupération : les anciennes parts n’ouvrent alors rien de nouveau.',
  'recovery.make': 'Faire une clé de récupération',
  'recovery.make_how':
    'Chaque dépositaire fait une clé sur sa propre machine (./asylia keys custodian) ou à son propre bureau, et vous donne la carte. Comparez les chiffres de vive voix.',
  'recovery.card': 'Carte du dépositaire {n}',
  'recovery.making': 'La clé est faite, partagée, et les parts sont scellées. Ce navigateur l’oublie aussitôt.',
  'recovery.made': 'C’est fait. Enregistrez chaque fichier et remettez-le à son dépositaire.',
  'recovery.save': 'Enregistrer le fichier pour {name}',
  'recovery.again': 'Enregistrer de nouveau les parts scellées',
  'recovery.take_over': 'Tout ouvrir avec les parts des dépositaires',
  'recovery.handed': '{count, plural, one {# dépositaire vous a} other {# dépositaires vous ont}} remis une part.',
  'recovery.taking': 'Les clés de l’équipe sont ouvertes et scellées pour vous.',
  'recovery.taken':
    'Ouverts : {epochs} clés d’équipe et {cases} dossiers. Changez maintenant toutes les clés et faites une nouvelle clé de récupération.',
  'recovery.keys': 'Changer toutes les clés',
  'recovery.keys_due':
    'Quelqu’un est parti ou la récupération a servi depuis que la clé d’équipe a été faite. {count, plural, =0 {} one {# dossier a besoin d’une nouvelle clé.} other {# dossiers ont besoin d’une nouvelle clé.}}',
  'recovery.changing': 'Une nouvelle clé d’équipe et de nouvelles clés de dossiers sont faites.',
  'recovery.changed': 'La clé d’équipe {epoch} est faite, {count} dossiers ont une nouvelle clé.',
  'recovery.changed_waits': 'La clé d’équipe {epoch} est faite et attend une deuxième ancre.',
  'recovery.pending': 'La clé d’équipe {epoch} attend une deuxième ancre.',
  'recovery.pending_mine': 'Vous avez fait la clé d’équipe {epoch}. Elle compte quand une autre ancre l’a signée.',
  'recovery.signed': 'Signé.',
  'recovery.leave': 'Mettre fin à l’adhésion de {member}',
  'recovery.leave_effect':
    'Ses sessions s’arrêtent aussitôt. Changez toutes les clés juste après : rien de ce qui est scellé ensuite ne s’ouvre avec ce que cette personne avait. Ce qu’elle a lu ne peut être repris.',
  'recovery.left': '{member} n’est plus membre. Changez toutes les clés maintenant.',
  'recovery.for_others': 'Vous, dépositaire d’une autre équipe',
  'recovery.for_others_why':
    'Votre propre clé peut garder une part d’une autre équipe. Donnez-lui votre carte. Quand elle le demande, chargez ici votre part et la carte de la nouvelle personne.',
  'recovery.name': 'Votre nom, tel que l’autre équipe le lira',
  'recovery.save_card': 'Enregistrer ma carte',
  'recovery.share': 'Fichier avec la part',
  'recovery.newcomer': 'Carte de la nouvelle personne',
  'recovery.answer': 'Signer la demande et l’enregistrer',
  'recovery.newcomer_how':
    'Tous les membres de cette équipe ont disparu ? Donnez cette carte à deux de ses dépositaires et lisez-leur l’empreinte. Chargez ici ce qu’ils signent.',
  'recovery.save_newcomer': 'Enregistrer ma carte pour les dépositaires',
  'recovery.request': 'Fichier signé par un dépositaire',
  'recovery.sent':
    '{count, plural, one {Un dépositaire a demandé. Il en faut un deuxième.} other {Deux dépositaires ont demandé. Revenez après {time}.}}',
  'recovery.line':
    '{count, plural, one {Un dépositaire demande} other {Des dépositaires demandent}} la récupération des clés de cette équipe. Voir Membres.',
  'recovery.line_due': 'De nouvelles clés sont à faire. Voir Membres.',
  'recovery.line_pending': 'Une clé d’équipe attend une deuxième ancre. Voir Membres.',
  'recovery.no_card': 'Ce n’est pas la carte d’un dépositaire, ou elle a été changée en chemin. Redemandez-la.',
  'recovery.three': 'Une clé de récupération demande trois dépositaires différents avec trois noms.',
  'recovery.no_packet': 'L’un des deux fichiers n’est pas le bon : la part, et la carte de la nouvelle personne.',
  'recovery.not_yours': 'Cette part n’a pas été scellée pour votre clé, ou appartient à une autre équipe.',
  'recovery.no_request': 'Ce fichier n’est pas la demande d’un dépositaire.',
  'recovery.one_custodian': 'Deux dépositaires différents doivent remettre leur part. Un seul n’ouvre rien.',
} as const
