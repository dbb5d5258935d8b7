package dev.kneeline.llama;

import java.util.List;

/// Short English words that the vocabularies of today's models hold as one token with a blank
/// before them. Generated models hold them too, so that one prompt has one length on both.
public final class CommonWords {

  /// In alphabetical order.
  public static final List<String> LIST =
      List.of(
          ("about after again air all along also always and animal answer any apple area around ask"
               + " away back ball bank base bear because bed before begin behind best better"
               + " between big bird black blue boat body book both box boy bring brown build bus"
               + " but buy call can car cat change city clear close cold color come cook could"
               + " country course cut dark day deep did different dog door down draw dream drive"
               + " dry each early earth east eat end enough even ever every eye face fact family"
               + " far farm fast father feel few field find fire first fish five fly food foot for"
               + " form found four friend from front full game gave get girl give glass gold good"
               + " great green ground group grow half hand happen hard have head hear heart heat"
               + " help here high hold home horse hot hour house how hundred ice idea inside island"
               + " jump just keep kind king knew know land large last late laugh lead learn leave"
               + " left letter life light like line list listen little live long look love low"
               + " machine made main make man many map mark mean measure men might mile milk mind"
               + " miss money moon more morning most mother mountain mouth move much music must"
               + " name near need never new next night north note nothing notice number object"
               + " ocean off often oil old once one only open order other our out over own page"
               + " paint paper part pass past path people perhaps person picture piece place plain"
               + " plan plane plant play point poor power press problem product pull put question"
               + " quick rain reach read ready real red remember rest rich ride right river road"
               + " rock room round rule run said same save school sea second see seem self sell"
               + " send set seven several shape she ship short should show side simple since sing"
               + " sit six size sleep slow small snow some song soon sound south space speak spring"
               + " stand star start state stay step still stone stop store story street strong"
               + " student study such summer sun sure surface table tail take talk teach tell ten"
               + " test than that the their them then there these they thing think this those"
               + " thought three through time together told too took top town trade train tree true"
               + " try turn two under unit until use usual very voice wait walk wall want war warm"
               + " was watch water way week well went were west what wheel when where which while"
               + " white who why wide will wind winter wish with woman wonder wood word work world"
               + " would write year yellow yes yet young")
              .split(" "));

  private CommonWords() {}
}
