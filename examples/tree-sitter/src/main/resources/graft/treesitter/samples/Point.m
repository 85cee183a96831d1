// Points: interfaces, properties, blocks, literals.
#import <Foundation/Foundation.h>

@protocol Shape <NSObject>
@required
- (double)area;
@optional
@property (nonatomic, readonly) NSString *name;
@end

@interface Point : NSObject <Shape> {
  @private
  double _x;
}
@property (nonatomic, copy, nullable) NSString *label;
+ (instancetype)pointWithX:(double)x y:(double)y;
@end

@implementation Point
@synthesize label = _label;

+ (instancetype)pointWithX:(double)x y:(double)y {
  Point *p = [[self alloc] init];
  p->_x = x * y;
  return p;
}

- (double)area { return 0.5e-1; }

- (void)dealloc { NSLog(@"weg: %@ – ü", self.label ?: @"nichts"); }
@end

int main(int argc, const char *argv[]) {
  @autoreleasepool {
    NSDictionary *d = @{@"a": @1, @"b": @[@YES, @'c']};
    void (^block)(id, NSUInteger) = ^(id each, NSUInteger i) { if (i > 3) return; };
    for (NSString *key in d) { block(d[key], key.length); }
    @try { [d performSelector:@selector(count)]; } @catch (NSException *e) { @throw; } @finally {}
  }
  return 0;
}
