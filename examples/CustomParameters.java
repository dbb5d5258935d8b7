import dev.kneeline.search.Balanced;
import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.Value;
import dev.kneeline.sweep.Catalogue;
import dev.kneeline.sweep.CatalogueReader;
import java.util.List;

/// A catalogue changed from a program: one parameter less, one more, and a rule between them.
///
/// Run it with `java -cp 'target/kneeline.jar' examples/CustomParameters.java` once Kneeline is
/// built.
class CustomParameters {

  void main() {
    List<Value> values = List.of(Value.of(1), Value.of(2), Value.of(3));
    Catalogue catalogue =
        CatalogueReader.sglang()
            .without("enable_torch_compile")
            .with(new Catalogue.Entry("custom_param", values, "My custom parameter"))
            .with(
                new Catalogue.Conflict(
                    "custom_needs_chunks",
                    "three of them need a chunk size",
                    List.of("custom_param < 3 || has(chunked_prefill_size)")));

    SearchSpace space = catalogue.space();
    System.out.printf("%,d of %,d are valid%n", space.size(), space.productSize());

    List<Point> combinations = new Balanced(7).points(space, 100).toList();
    System.out.println(combinations.size() + " combinations, the second one:");
    System.out.println(combinations.get(1).label());
  }
}
