package graft.compiler;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/// Tells the JDK's Flight Recorder that a chunk has been translated.
@Name("graft.Translate")
@Label("Translation")
@Description("Functions of a module were translated into classes")
@Category("Graft")
final class TranslateEvent extends Event {
  @Label("Module")
  String module = "";

  @Label("First Function")
  String function = "";

  @Label("Functions")
  int functions;

  @Label("Classes")
  int classes;

  @Label("Size")
  @Description("Size of the class files")
  @DataAmount
  long bytes;

  TranslateEvent() {}
}
